import type { Random } from '@statehouse/kernel';
import { drawInt, type VirtualTime } from '@statehouse/kernel/testing';
import type { TabChannel } from '../tabs/tab-ports.ts';
import type { VirtualTab } from './virtual-tab.ts';

type Listener = (event: { readonly data: unknown }) => void;

interface End {
  readonly tab: VirtualTab;
  readonly listeners: Set<Listener>;
}

/** A BroadcastChannel among simulated tabs: to all others, in order, some time later. */
export class VirtualBus {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #ends: End[] = [];
  #lastMs = 0;

  constructor(time: VirtualTime, random: Random) {
    this.#time = time;
    this.#random = random;
  }

  of(tab: VirtualTab): TabChannel {
    const own: End = { tab, listeners: new Set() };
    this.#ends.push(own);
    return {
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        if (tab.isDead) return;
        this.#lastMs = Math.max(this.#lastMs, this.#time.nowMs() + drawInt(this.#random, 8));
        this.#time.after(this.#lastMs - this.#time.nowMs(), () => {
          for (const end of this.#ends) if (end !== own) this.#deliver(end, data);
        });
      },
      addEventListener: (_, listener) => void own.listeners.add(listener),
      removeEventListener: (_, listener) => void own.listeners.delete(listener),
    };
  }

  #deliver({ tab, listeners }: End, data: unknown): void {
    for (const listener of [...listeners]) tab.run(() => listener({ data }));
  }
}
