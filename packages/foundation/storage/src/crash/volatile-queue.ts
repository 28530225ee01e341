import { assert, type CancelTimer, type Random, type Timers } from '@statehouse/kernel';

/** A call on its way to the disk. */
export interface VolatileCall<Result> {
  /** Calls of one lane reach the disk in order and share a sync; lanes are independent files. */
  readonly lane: string;
  /** Whether it leaves something behind, so that a crash may keep it. */
  readonly writes: boolean;
  /** Who called; a crash may take one owner only. */
  readonly owner: object;
  /** Does it to the durable contents; what it throws rejects the call. */
  readonly run: () => Result;
  /** Called when the disk has done it and its owner does not know yet. */
  readonly done: () => void;
}

interface Waiting {
  readonly writes: boolean;
  readonly owner: object;
  /** Applies it to the disk; the function that comes back tells the owner. */
  readonly apply: () => () => void;
}

interface Lane {
  waiting: Waiting[];
  sync: CancelTimer | undefined;
}

/** How a simulated disk keeps time and chance. */
export interface VolatileQueueOptions {
  readonly timers: Timers;
  readonly random: Random;
  /** How long the next sync takes. */
  readonly syncMs: () => number;
}

/**
 * Calls between their making and their sync, under handed-in time.
 *
 * Invariant: what waits is volatile. A sync takes everything that waited in its lane when it began, applies it in
 * order and answers; a crash applies a random prefix of each lane's writes and answers nobody.
 */
export class VolatileQueue {
  readonly #options: VolatileQueueOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #owners = new Set<object>();

  constructor(options: VolatileQueueOptions) {
    this.#options = options;
  }

  /** Makes an owner of calls: a process, a tab. */
  open(): object {
    const owner = {};
    this.#owners.add(owner);
    return owner;
  }

  /** Whether an owner has not crashed. */
  isAlive(owner: object): boolean {
    return this.#owners.has(owner);
  }

  /** Settles after the sync; never when a crash of the owner comes first, or came before. */
  submit<Result>(call: VolatileCall<Result>): Promise<Result> {
    if (!this.#owners.has(call.owner)) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const apply = () => {
        const answer = settle(call.run, resolve, reject);
        return () => {
          if (this.#owners.has(call.owner)) call.done();
          if (this.#owners.has(call.owner)) answer();
        };
      };
      this.#enqueue(call.lane, { writes: call.writes, owner: call.owner, apply });
    });
  }

  /** Ends one owner, as when its process is killed, or all of them, as when the power is cut. */
  crash(owner?: object): void {
    const dying = new Set(owner === undefined ? this.#owners : [owner]);
    for (const dead of dying) this.#owners.delete(dead);
    for (const lane of this.#lanes.values()) {
      const writes = lane.waiting.filter((item) => item.writes && !this.#owners.has(item.owner));
      const kept = new Set(writes.slice(0, Math.floor(this.#options.random.next() * (writes.length + 1))));
      lane.waiting = lane.waiting.filter((item) => kept.has(item) || this.#owners.has(item.owner));
      if (this.#owners.size === 0) this.#powerCut(lane);
    }
  }

  #powerCut(lane: Lane): void {
    lane.sync?.();
    lane.sync = undefined;
    for (const item of lane.waiting) item.apply();
    lane.waiting = [];
  }

  #enqueue(name: string, item: Waiting): void {
    const lane = this.#lanes.get(name) ?? { waiting: [], sync: undefined };
    this.#lanes.set(name, lane);
    lane.waiting.push(item);
    if (lane.sync === undefined) this.#startSync(lane);
  }

  #startSync(lane: Lane): void {
    const taken = new Set(lane.waiting);
    lane.sync = this.#options.timers.after(this.#options.syncMs(), () => {
      lane.sync = undefined;
      const synced = lane.waiting.filter((item) => taken.has(item));
      lane.waiting = lane.waiting.filter((item) => !taken.has(item));
      const answers = synced.map((item) => item.apply());
      if (lane.waiting.length > 0) this.#startSync(lane);
      for (const answer of answers) answer();
    });
    assert(taken.size > 0, () => 'a sync without work');
  }
}

function settle<Result>(
  run: () => Result,
  resolve: (result: Result) => void,
  reject: (reason: unknown) => void,
): () => void {
  try {
    const result = run();
    return () => resolve(result);
  } catch (error) {
    return () => reject(error);
  }
}
