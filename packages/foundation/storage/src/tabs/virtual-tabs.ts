import type { CancelTimer, Random, Timers } from '@statehouse/kernel';
import type { KeyValueStore } from '../key-value/key-value-store.ts';
import type { TabChannel } from './tab-channel.ts';
import type { LockRequest } from './tab-locks.ts';
import type { Tabs } from './tabs.ts';

export interface VirtualTabsOptions {
  readonly timers: Timers;
  readonly random: Random;
  /** How long the next message or lock is on its way. */
  readonly delayMs: () => number;
  /** Whether what a tab has said may be lost when it dies: for each of the others all from some point on. */
  readonly losesLastWords?: boolean;
}

/** Where a task of a tab comes from: tasks of one source run in their order. */
type Source = 'timer' | 'message' | 'lock' | 'answer';

/** One tab of a simulated browser: everything that reaches its program goes through it. */
export interface VirtualTab extends Tabs {
  readonly timers: Timers;
  readonly phase: 'running' | 'frozen' | 'dead';
  /** An answer from outside that reaches this tab only while it runs. */
  hear<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /** A storage whose answers reach this tab only while it runs. */
  over(store: KeyValueStore): KeyValueStore;
  /** Stops in its tracks: no timer, no message, no answer, until it is thawed. With notice it hears of it first. */
  freeze(options?: { readonly notice: boolean }): void;
  thaw(): void;
  /** Ends without a word; its locks are free a moment later. */
  die(): void;
}

/** A simulated browser with many tabs, under handed-in time and chance. */
export interface VirtualTabs {
  open(): VirtualTab;
  /** The tab that holds a name, whether it knows of it or not. */
  holderOf(name: string): VirtualTab | undefined;
}

export function createVirtualTabs(options: VirtualTabsOptions): VirtualTabs {
  const wires = new Wires(options);
  const names = new Names(options);
  return { open: () => new Tab(options, wires, names), holderOf: (name) => names.holderOf(name) };
}

/** Invariant: what happens to a frozen tab waits, in the order of its source; what happens to a dead one is lost. */
class Tab implements VirtualTab {
  readonly locks;
  readonly openChannel;
  readonly timers: Timers;
  #phase: VirtualTab['phase'] = 'running';
  readonly #options: VirtualTabsOptions;
  readonly #wires: Wires;
  readonly #names: Names;
  readonly #freezing = new Set<() => void>();
  readonly #waiting = new Map<Source, (() => void)[]>();
  #isDraining = false;

  constructor(options: VirtualTabsOptions, wires: Wires, names: Names) {
    const { timers } = options;
    this.#options = options;
    this.#wires = wires;
    this.#names = names;
    this.timers = { after: (delayMs, callback) => this.#after(timers, delayMs, callback) };
    this.locks = { request: (name: string, request: LockRequest) => names.request(this, name, request) };
    this.openChannel = (name: string) => wires.open(this, name);
  }

  get phase(): VirtualTab['phase'] {
    return this.#phase;
  }

  #after(timers: Timers, delayMs: number, callback: () => void): CancelTimer {
    let isCancelled = false;
    const cancel = timers.after(delayMs, () => this.run('timer', () => isCancelled || callback()));
    return () => {
      // One that waits for the tab to thaw is cancelled too.
      isCancelled = true;
      cancel();
    };
  }

  /** Does something in this tab, now or when it is thawed. */
  run(source: Source, task: () => void): void {
    if (this.#phase === 'dead') return;
    const line = this.#waiting.get(source) ?? [];
    this.#waiting.set(source, line);
    // What waited goes first.
    if (this.#phase === 'running' && line.length === 0) task();
    else line.push(task);
  }

  /** Does one thing that waited after the other; a browser promises nothing of the order between their sources. */
  #drainSoon(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    const { timers, random } = this.#options;
    timers.after(Math.floor(random.next() * 10), () => {
      this.#isDraining = false;
      const lines = [...this.#waiting.values()].filter(({ length }) => length > 0);
      const line = lines[Math.floor(random.next() * lines.length)];
      const task = line?.[0];
      if (this.#phase !== 'running' || task === undefined) return;
      line?.shift();
      task();
      this.#drainSoon();
    });
  }

  onFreeze(listener: () => void): () => void {
    this.#freezing.add(listener);
    return () => this.#freezing.delete(listener);
  }

  hear<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      answer.then(
        (result) => this.run('answer', () => resolve(result)),
        (error: unknown) => this.run('answer', () => reject(error)),
      );
    });
  }

  over(store: KeyValueStore): KeyValueStore {
    return {
      get: (key) => this.hear(store.get(key)),
      range: (from, to, limit) => this.hear(store.range(from, to, limit)),
      write: (writes, onlyIf) => this.hear(store.write(writes, onlyIf)),
      close: () => this.hear(store.close()),
    };
  }

  freeze({ notice } = { notice: false }): void {
    if (this.#phase !== 'running') return;
    if (notice) for (const listener of [...this.#freezing]) listener();
    this.#phase = 'frozen';
  }

  thaw(): void {
    if (this.#phase !== 'frozen') return;
    this.#phase = 'running';
    this.#drainSoon();
  }

  die(): void {
    this.#phase = 'dead';
    this.#waiting.clear();
    this.#wires.drop(this);
    this.#names.drop(this);
  }
}

interface Wire {
  readonly tab: Tab;
  readonly hear: (message: unknown) => void;
  /** What is on its way to each other end. */
  readonly lines: Map<Wire, string[]>;
}

/** Invariant: from one tab to another messages arrive in their order. */
class Wires {
  readonly #options: VirtualTabsOptions;
  readonly #ends = new Map<string, Set<Wire>>();

  constructor(options: VirtualTabsOptions) {
    this.#options = options;
  }

  open(tab: Tab, name: string): TabChannel {
    const ends = this.#ends.get(name) ?? new Set();
    this.#ends.set(name, ends);
    const listeners = new Set<(message: unknown) => void>();
    const own: Wire = {
      tab,
      hear: (message) => tab.run('message', () => [...listeners].map((listener) => listener(message))),
      lines: new Map(),
    };
    ends.add(own);
    return {
      post: (message) => {
        // What arrives is a copy, as it is between real tabs.
        const text = JSON.stringify(message);
        if (tab.phase === 'dead' || !ends.has(own)) return;
        for (const end of ends) if (end !== own) this.#send(own, end, text);
      },
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        ends.delete(own);
        listeners.clear();
      },
    };
  }

  /** A tab is dead: what it has said last may be lost with it. */
  drop(tab: Tab): void {
    if (this.#options.losesLastWords !== true) return;
    for (const ends of this.#ends.values())
      for (const { tab: speaker, lines } of ends)
        if (speaker === tab)
          for (const line of lines.values())
            line.splice(Math.floor(this.#options.random.next() * (line.length + 1)));
  }

  #send(from: Wire, to: Wire, text: string): void {
    const line = from.lines.get(to) ?? [];
    from.lines.set(to, line);
    line.push(text);
    this.#options.timers.after(this.#options.delayMs(), () => {
      const first = line.shift();
      if (first !== undefined) to.hear(JSON.parse(first));
    });
  }
}

interface Waiting {
  readonly tab: Tab;
  readonly request: LockRequest;
}

/** Invariant: a name has at most one holder; who waits for a free name gets it after a delay, in turn. */
class Names {
  readonly #options: VirtualTabsOptions;
  readonly #holders = new Map<string, Waiting>();
  readonly #lines = new Map<string, Waiting[]>();

  constructor(options: VirtualTabsOptions) {
    this.#options = options;
  }

  holderOf(name: string): Tab | undefined {
    return this.#holders.get(name)?.tab;
  }

  request(tab: Tab, name: string, request: LockRequest): () => void {
    // What a tab was in the middle of when it died does not come to anything.
    if (tab.phase === 'dead') return () => {};
    const mine = { tab, request };
    const line = this.#lines.get(name) ?? [];
    this.#lines.set(name, line);
    if (request.steal === true) line.unshift(mine);
    else line.push(mine);
    this.#grantSoon(name);
    return () => {
      const at = line.indexOf(mine);
      if (at >= 0) line.splice(at, 1);
    };
  }

  /** A tab is dead: it holds nothing any more, and waits for nothing. */
  drop(tab: Tab): void {
    for (const [name, line] of this.#lines) {
      const others = line.filter((each) => each.tab !== tab);
      line.splice(0, line.length, ...others);
      if (this.#holders.get(name)?.tab !== tab) continue;
      this.#holders.delete(name);
      this.#grantSoon(name);
    }
  }

  #grantSoon(name: string): void {
    this.#options.timers.after(this.#options.delayMs(), () => this.#grant(name));
  }

  #grant(name: string): void {
    const line = this.#lines.get(name) ?? [];
    const [next] = line;
    const holder = this.#holders.get(name);
    if (next === undefined || (holder !== undefined && next.request.steal !== true)) return;
    line.shift();
    this.#holders.set(name, next);
    holder?.tab.run('lock', holder.request.onLost);
    next.tab.run('lock', () =>
      next.request.onHeld(() => {
        if (this.#holders.get(name) !== next) return;
        this.#holders.delete(name);
        this.#grantSoon(name);
      }),
    );
    if (line.length > 0) this.#grantSoon(name);
  }
}
