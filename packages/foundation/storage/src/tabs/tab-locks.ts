import type { Release } from '../tab-identity.ts';

/** How a tab wants a name, and what it hears of it. */
export interface LockRequest {
  /** Takes the name from whoever holds it: from a tab that does not answer. */
  readonly steal?: boolean;
  /** The name is this tab's, until it is released, or lost. */
  onHeld(release: Release): void;
  /** Another tab has taken the name away. A tab that was frozen meanwhile hears of it late. */
  onLost(): void;
  /** There will be no lock: the browser refuses. */
  onFailed(reason: unknown): void;
}

/**
 * Names for which tabs wait.
 *
 * Law: at any instant at most one tab holds a name; a tab that dies gives it back; who waits gets it in turn. A holder
 * that does not run does not know that it was robbed, so what it does afterwards must be refused by somebody else.
 */
export interface TabLocks {
  /** Waits for a name; nothing is told before it returns. Answers with the way to wait no more; after `onHeld` it does nothing. */
  request(name: string, request: LockRequest): () => void;
}

/** Tab locks as exclusive Web Locks. @param locks `navigator.locks`; absent outside secure contexts */
export function createWebTabLocks(locks: Pick<LockManager, 'request'>): TabLocks {
  return {
    request(name, { steal = false, onHeld, onLost, onFailed }) {
      const waiting = new AbortController();
      let isHeld = false;
      // A request that steals cannot be aborted: it has the name at once.
      const options: LockOptions = steal ? { steal } : { signal: waiting.signal };
      const ended = locks.request(name, options, () => {
        const held = Promise.withResolvers<void>();
        if (waiting.signal.aborted) return undefined;
        isHeld = true;
        onHeld(() => held.resolve());
        return held.promise;
      });
      ended.catch((reason: unknown) => {
        if (isHeld) onLost();
        else if (!waiting.signal.aborted) onFailed(reason);
      });
      return () => waiting.abort();
    },
  };
}
