import type { TabLocks } from '../tabs/tab-ports.ts';
import type { VirtualTab } from './virtual-tab.ts';

interface Request {
  readonly tab: VirtualTab;
  readonly held: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** Web Locks among simulated tabs, for one name each. */
export class VirtualLocks {
  readonly #holders = new Map<string, Request>();
  readonly #waiting = new Map<string, Request[]>();

  holderOf(name: string): VirtualTab | undefined {
    return this.#holders.get(name)?.tab;
  }

  of(tab: VirtualTab): TabLocks {
    return {
      request: (name, { steal = false, signal }, held) =>
        new Promise<void>((resolve, reject) => {
          const request = { tab, held, resolve, reject };
          if (steal) this.#oust(name);
          const waiting = this.#waiting.get(name) ?? [];
          this.#waiting.set(name, waiting);
          if (steal) waiting.unshift(request);
          else waiting.push(request);
          signal?.addEventListener('abort', () => {
            if (!waiting.includes(request)) return;
            waiting.splice(waiting.indexOf(request), 1);
            tab.run(() => reject(new DOMException('given up', 'AbortError')));
          });
          this.#grant(name);
        }),
    };
  }

  /** What a browser does when a tab is gone. */
  releaseAll(tab: VirtualTab): void {
    for (const [name, waiting] of this.#waiting) {
      this.#waiting.set(
        name,
        waiting.filter((request) => request.tab !== tab),
      );
    }
    for (const [name, { tab: holder }] of [...this.#holders]) {
      if (holder === tab) this.#holders.delete(name);
      this.#grant(name);
    }
  }

  #oust(name: string): void {
    const holder = this.#holders.get(name);
    if (holder === undefined) return;
    this.#holders.delete(name);
    holder.tab.isOusted = true;
    holder.tab.run(() => holder.reject(new DOMException('stolen', 'AbortError')));
  }

  #grant(name: string): void {
    const next = this.#holders.has(name) ? undefined : this.#waiting.get(name)?.shift();
    if (next === undefined) return;
    this.#holders.set(name, next);
    next.tab.run(() => {
      next.held().then(() => {
        if (this.#holders.get(name) === next) {
          this.#holders.delete(name);
          this.#grant(name);
        }
        next.resolve();
      });
    });
  }
}
