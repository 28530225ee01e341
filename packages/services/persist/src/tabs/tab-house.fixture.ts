import { createPlainStore, type PlainStore } from '@statehouse/hub';
import type { Random } from '@statehouse/kernel';
import { drawInt, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import type { KeyValueStore } from '@statehouse/storage';
import {
  type CrashableKeyValueDevice,
  createCrashableKeyValueDevice,
  createVirtualTabs,
  type KeyValueFault,
  type VirtualTab,
  type VirtualTabs,
} from '@statehouse/storage/testing';
import type { ShareOptions } from './share-options.ts';

/** What all tabs write: each change sets one of a few keys, and leaves its id where nobody else writes. */
export interface Words {
  readonly keys: Readonly<Record<string, string>>;
  readonly log: Readonly<Record<string, true>>;
}

export interface WordChange {
  readonly id: string;
  readonly key: string;
}

export const noWords: Words = { keys: {}, log: {} };

export function wordStore(initial: Words = noWords): PlainStore<Words, WordChange> {
  return createPlainStore<Words, WordChange>({
    initial,
    reduce: ({ keys, log }, { id, key }) => ({ keys: { ...keys, [key]: id }, log: { ...log, [id]: true } }),
    nameOf: () => 'word',
  });
}

/** A tab with the parts of its device, and the way to end it. */
export interface HouseTab {
  readonly tab: VirtualTab;
  /** For {@link shareStore}. */
  readonly options: ShareOptions;
  die(): void;
}

/** One browser on one device, in virtual time. */
export class TabHouse {
  readonly time = new VirtualTime(1_000_000);
  readonly #random: Random;
  readonly #device: CrashableKeyValueDevice;
  readonly #browser: VirtualTabs;
  /** What the device does with writes, and whether it gives nothing. */
  fault: KeyValueFault | undefined;
  isUnreadable = false;
  #opened = 0;

  constructor(seed: number, { losesLastWords = false, maxDelayMs = 20 } = {}) {
    const random = seededRandom(seed, 'tabs');
    this.#random = random;
    this.#device = createCrashableKeyValueDevice({
      timers: this.time,
      random,
      syncMs: () => drawInt(random, 20),
      faultOf: ({ method }) => {
        if (method === 'write') return this.fault;
        return this.isUnreadable ? 'failure' : undefined;
      },
    });
    this.#browser = createVirtualTabs({
      timers: this.time,
      random,
      delayMs: () => drawInt(random, maxDelayMs),
      losesLastWords,
    });
  }

  get durable(): ReadonlyMap<string, string> {
    return this.#device.durable;
  }

  open(options: Partial<ShareOptions> = {}): HouseTab {
    this.#opened += 1;
    const tab = this.#browser.open();
    const device = this.#device.open();
    return {
      tab,
      options: {
        storage: tab.over(device),
        key: 'house',
        tabs: tab,
        clock: this.time,
        timers: tab.timers,
        random: seededRandom(drawInt(this.#random, 1_000_000), `tab ${this.#opened}`),
        debounceMs: 50,
        pingMs: 100,
        patienceMs: 400,
        gatherMs: 60,
        ...options,
      },
      die: () => {
        tab.die();
        this.#device.crash(device);
      },
    };
  }

  /** Lets time pass, and all that is to happen in it. */
  async pass(ms: number, look: () => void = () => {}): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      this.time.advance(10);
      for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
      look();
    }
  }
}

/** A millisecond passes. */
export async function tick({ time }: TabHouse): Promise<void> {
  time.advance(1);
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** A storage that counts its writes. */
export function counted(storage: KeyValueStore): {
  readonly storage: KeyValueStore;
  readonly count: () => number;
} {
  let writes = 0;
  return {
    count: () => writes,
    storage: {
      get: (key) => storage.get(key),
      range: (from, to, limit) => storage.range(from, to, limit),
      write: (list, onlyIf) => {
        writes += 1;
        return storage.write(list, onlyIf);
      },
      close: () => storage.close(),
    },
  };
}
