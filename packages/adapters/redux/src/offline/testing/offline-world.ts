import { isJsonObject, jsonEquals, type Random } from '@statehouse/kernel';
import { drawInt, drawOne, VirtualTime } from '@statehouse/kernel/testing';
import type { KeyValueStore } from '@statehouse/storage';
import { type CrashableKeyValueDevice, createCrashableKeyValueDevice } from '@statehouse/storage/testing';
import { expect } from 'vitest';
import { EntryBook } from '../kept/entry-book.ts';
import type { StoredEntry } from '../kept/kept-entry.ts';
import { MutationQueue } from '../mutation-queue.ts';
import type { Outcome } from '../sending/outcome.ts';
import { CountingServer, fairWeather, isWish, type Wish } from './counting-server.ts';
import { VirtualBus } from './virtual-bus.ts';
import { VirtualLocks } from './virtual-locks.ts';
import { VirtualTab } from './virtual-tab.ts';

/** Lets all promises go on that can. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const LOCK = 'statehouse-offline:q';
const LANES = ['a', 'b'];

interface OpenTab {
  readonly tab: VirtualTab;
  readonly queue: MutationQueue;
  readonly store: KeyValueStore;
}

/** A mutation that somebody has called. */
interface Called {
  readonly number: number;
  readonly id: string;
  readonly lane: string;
  readonly tab: VirtualTab;
  readonly calledAtMs: number;
  /** When it was durable; absent if it never was. */
  durableAtMs?: number;
  outcome?: Outcome;
  /** Somebody has asked for it; whether it was done need not be known. */
  mayBeRemoved: boolean;
  mayBeEdited: boolean;
  /** Some tab has begun to send it. */
  isBegun: boolean;
  /** It was removed before that. */
  isNeverToBeSent: boolean;
}

/**
 * A device with up to three tabs, a network and a server, on which anything may happen at any moment. What must hold is checked whenever
 * a tab sends, and at the end.
 */
export class OfflineWorld {
  readonly #random: Random;
  readonly #time = new VirtualTime(1_000_000);
  readonly #device: CrashableKeyValueDevice;
  readonly #locks = new VirtualLocks();
  readonly #bus: VirtualBus;
  readonly #server: CountingServer;
  readonly #called: Called[] = [];
  #tabs: OpenTab[] = [];
  #online = true;
  #connectivityListeners = new Map<VirtualTab, Set<() => void>>();
  /** A tab has been ousted: two were at work for a moment. */
  get #hasOusted(): boolean {
    return this.#everyTab.some(({ isOusted }) => isOusted);
  }
  readonly #everyTab: VirtualTab[] = [];

  constructor(random: Random) {
    this.#random = random;
    this.#bus = new VirtualBus(this.#time, random);
    this.#server = new CountingServer(this.#time, random);
    this.#device = createCrashableKeyValueDevice({
      timers: this.#time,
      random,
      syncMs: () => drawInt(random, 12),
      at: (point, { writes }) => {
        if (point === 'after') for (const { key, value } of writes) this.#noteDurable(key, value);
      },
    });
    this.#open();
  }

  async step(): Promise<void> {
    const chance = drawInt(this.#random, 100);
    if (chance < 35) this.#call();
    else if (chance < 50) this.#turnWeather();
    else if (chance < 55) this.#turnConnectivity(!this.#online);
    else if (chance < 60) this.#open();
    else if (chance < 67) this.#kill();
    else if (chance < 69) this.#cutPower();
    else if (chance < 75) drawOne(this.#random, this.#tabs).tab.freeze();
    else if (chance < 80) await this.#thaw(drawOne(this.#random, this.#tabs));
    else if (chance < 85) this.#remove();
    else if (chance < 90) this.#edit();
    else if (chance < 94) void this.#anyQueue()?.ask({ kind: 'retry' });
    await this.#pass(drawOne(this.#random, [0, 5, 40, 200, 900]));
  }

  /** The weather clears, all tabs wake up, and everything is done that ever will be. */
  async end(): Promise<void> {
    this.#server.weather = fairWeather;
    this.#turnConnectivity(true);
    for (const open of this.#tabs) await this.#thaw(open);
    if (this.#tabs.length === 0) this.#open();
    for (let round = 0; round < 400 && (await this.#isBusy()); round += 1) await this.#pass(100);
    // Late messages, and what waits a grace.
    await this.#pass(5_000);
    await this.#checkEnd();
    for (const { queue } of this.#tabs) queue.stop();
  }

  #open(): void {
    if (this.#tabs.length === 3) return;
    const tab = new VirtualTab(`tab ${this.#everyTab.length}`);
    this.#everyTab.push(tab);
    const device = this.#device.open();
    const store: KeyValueStore = {
      get: (key) => tab.hear(device.get(key)),
      range: (from, to) => tab.hear(device.range(from, to)),
      write: (writes) => tab.hear(device.write(writes)),
      close: () => device.close(),
    };
    const listeners = new Set<() => void>();
    this.#connectivityListeners.set(tab, listeners);
    const queue = new MutationQueue({
      ...{ name: 'q', store, clock: this.#time, timers: tab.timers(this.#time), random: this.#random },
      locks: this.#locks.of(tab),
      channel: this.#bus.of(tab),
      connectivity: {
        isOnline: () => this.#online,
        subscribe(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
      },
      backoff: { initialMs: 50, maxMs: 400 },
      poisonAfter: 4,
      sendTimeoutMs: 300,
      leaderPatienceMs: 250,
      whenRefused: 'go on',
      send: (entry) => {
        this.#checkSend(tab, entry);
        return tab.hear(this.#server.receive(entry));
      },
      maySend: () => true,
      onProblem(error) {
        throw error;
      },
      onChange: () => {},
    });
    this.#tabs.push({ tab, queue, store: device });
    void queue.start();
  }

  #anyQueue(): MutationQueue | undefined {
    const awake = this.#tabs.filter(({ tab }) => !tab.isFrozen);
    return awake.length === 0 ? undefined : drawOne(this.#random, awake).queue;
  }

  #call(): void {
    const awake = this.#tabs.filter(({ tab }) => !tab.isFrozen);
    if (awake.length === 0) return;
    const { tab, queue } = drawOne(this.#random, awake);
    const number = this.#called.length;
    const lane = drawOne(this.#random, LANES);
    const body = { number, version: 0, isBad: drawInt(this.#random, 8) === 0 };
    const { id } = queue.append({
      ...{ lane, endpoint: 'wish', arg: body, request: { url: 'wishes', body } },
      ...{ isTokenless: false, idempotencyKey: undefined },
    });
    const called: Called = {
      ...{ number, id, lane, tab, calledAtMs: this.#time.nowMs() },
      ...{ mayBeRemoved: false, mayBeEdited: false, isBegun: false, isNeverToBeSent: false },
    };
    // Who calls after something is durable stands behind it.
    for (const before of this.#called) {
      const isBefore =
        before.tab === tab || (before.durableAtMs ?? Number.POSITIVE_INFINITY) < called.calledAtMs;
      if (isBefore) expect(before.id < id, `place of ${number} behind ${before.number}`).toBe(true);
    }
    this.#called.push(called);
    void queue.outcomeOf(id).then((outcome) => {
      called.outcome = outcome;
    });
  }

  #noteDurable(key: string, value: string | undefined): void {
    const called = this.#called.find(({ id }) => key === `q/entry/${id}/0`);
    if (called !== undefined && value !== undefined) called.durableAtMs ??= this.#time.nowMs();
  }

  /** What must hold at the moment in which a tab sends. */
  #checkSend(tab: VirtualTab, entry: StoredEntry): void {
    expect(tab.isDead).toBe(false);
    const called = this.#called.find(({ id }) => id === entry.id);
    if (called !== undefined) called.isBegun = true;
    if (tab.isOusted) return;
    expect(called?.isNeverToBeSent, `${called?.number} was removed`).toBe(false);
    expect(this.#locks.holderOf(LOCK)?.name, 'who holds the lock').toBe(tab.name);
    for (const [key, text] of this.#device.durable) {
      const other: unknown = key.startsWith('q/entry/') ? JSON.parse(text) : undefined;
      if (!isJsonObject(other) || other.lane !== entry.lane || String(other.id) >= entry.id) continue;
      const progress: unknown = JSON.parse(
        this.#device.durable.get(key.replace('/entry/', '/progress/')) ?? '{}',
      );
      expect(isJsonObject(progress) && progress.state, `what stands before ${entry.id}`).toBe('refused');
    }
  }

  #turnWeather(): void {
    const draw = () => drawOne(this.#random, [0, 0, 20, 60]);
    this.#server.weather = {
      ...{
        isOnline: drawInt(this.#random, 4) > 0,
        lostRequests: draw(),
        lostAnswers: draw(),
        failures: draw(),
      },
    };
  }

  #turnConnectivity(isOnline: boolean): void {
    this.#online = isOnline;
    for (const [tab, listeners] of this.#connectivityListeners) {
      for (const listener of [...listeners]) tab.run(listener);
    }
  }

  #kill(): void {
    const open = drawOne(this.#random, this.#tabs);
    this.#tabs = this.#tabs.filter((other) => other !== open);
    open.tab.kill();
    this.#device.crash(open.store);
    this.#locks.releaseAll(open.tab);
    this.#connectivityListeners.delete(open.tab);
    if (this.#tabs.length === 0) this.#open();
  }

  #cutPower(): void {
    for (const { tab } of this.#tabs) {
      tab.kill();
      this.#locks.releaseAll(tab);
    }
    this.#connectivityListeners.clear();
    this.#device.crash();
    this.#tabs = [];
    this.#open();
  }

  async #thaw({ tab }: OpenTab): Promise<void> {
    await tab.thaw(turn);
  }

  #remove(): void {
    const called = this.#drawOpen();
    const queue = this.#anyQueue();
    if (called === undefined || queue === undefined) return;
    called.mayBeRemoved = true;
    queue.ask({ kind: 'remove', id: called.id }).then((result) => {
      if (result === 'done') called.isNeverToBeSent = !called.isBegun;
    });
  }

  /** Corrects what the server will not have, and changes what it would. */
  #edit(): void {
    const called = this.#drawOpen();
    const queue = this.#anyQueue();
    if (called === undefined || queue === undefined) return;
    const body: Wish = { number: called.number, version: drawInt(this.#random, 1_000) + 1, isBad: false };
    const request = { url: 'wishes', body: { ...body } };
    called.mayBeEdited = true;
    void queue.ask({ kind: 'edit', id: called.id, request, evenIfSent: false });
  }

  #drawOpen(): Called | undefined {
    const durable = this.#called.filter(({ id }) =>
      [...this.#device.durable.keys()].some((key) => key.startsWith(`q/entry/${id}/`)),
    );
    return durable.length === 0 ? undefined : drawOne(this.#random, durable);
  }

  async #pass(ms: number): Promise<void> {
    await turn();
    for (let passed = 0; passed < ms; passed += 5) {
      this.#time.advance(5);
      await turn();
    }
  }

  async #kept() {
    const store = this.#device.open();
    const loading = new EntryBook(store, 'q').load();
    // What is being synced comes first.
    await this.#pass(30);
    return (await loading).kept;
  }

  async #isBusy(): Promise<boolean> {
    const isOpen = (await this.#kept()).some(({ progress }) => progress.state !== 'refused');
    return isOpen || this.#tabs.every(({ queue }) => !queue.isLeading);
  }

  async #checkEnd(): Promise<void> {
    const kept = await this.#kept();
    expect(kept.filter(({ progress }) => progress.state !== 'refused')).toEqual([]);
    const byNumber = Map.groupBy(this.#server.effects, ({ number }) => number);
    for (const called of this.#called) {
      const { number, id, durableAtMs, mayBeRemoved, mayBeEdited, outcome } = called;
      const effects = byNumber.get(number)?.length ?? 0;
      const isRefused = kept.some(({ entry }) => entry.id === id);
      const what = `effects of ${number}`;
      // A tab that freezes while it edits may do so late, beside what it changes: nothing but a server could prevent that.
      if (!mayBeEdited || !this.#hasOusted) expect(effects, what).toBeLessThanOrEqual(1);
      if (durableAtMs !== undefined && !isRefused && !mayBeRemoved)
        expect(effects, what).toBeGreaterThanOrEqual(1);
      const isAwaited = this.#tabs.some(({ tab }) => tab === called.tab);
      if (isAwaited) expect(outcome, `outcome of ${number}`).toBeDefined();
      if (outcome?.kind === 'done') expect(effects, what).toBeGreaterThanOrEqual(1);
    }
    for (const { queue } of this.#tabs) {
      expect(
        jsonEquals(
          queue.kept?.map(({ entry }) => entry.id) ?? [],
          kept.map(({ entry }) => entry.id),
        ),
      ).toBe(true);
    }
    expect(kept.every(({ entry }) => isWish(entry.request.body))).toBe(true);
  }
}
