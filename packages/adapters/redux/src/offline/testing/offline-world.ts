import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, VirtualTime } from '@statehouse/kernel/testing';
import type { KeyValueStore } from '@statehouse/storage';
import {
  type CrashableKeyValueDevice,
  createCrashableKeyValueDevice,
  createVirtualTabs,
  type VirtualTab,
} from '@statehouse/storage/testing';
import { expect } from 'vitest';
import { EntryBook } from '../kept/entry-book.ts';
import type { Progress } from '../kept/kept-entry.ts';
import { MutationQueue } from '../mutation-queue.ts';
import { type Called, checkEffects, createCalled } from './called.ts';
import { CountingServer, fairWeather, type Wish } from './counting-server.ts';
import { OpenTab } from './open-tab.ts';
import { SendOracle } from './send-oracle.ts';

/** Lets all promises go on that can. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const LOCK = 'statehouse-offline:q';
const LEADER = 'q/leader';
const LANES = ['a', 'b'];
/** How often, in percent, a tab freezes or dies between an answer of the device and whatever it does with it. */
const FREEZES = 5;
const DEATHS = 2;

/**
 * A device with up to three tabs, a network and a server, on which anything may happen at any moment. What must hold is checked whenever
 * a tab sends or shows something, and at the end.
 */
export class OfflineWorld {
  readonly #random: Random;
  readonly #time = new VirtualTime(1_000_000_000);
  readonly #device: CrashableKeyValueDevice;
  readonly #oracle: SendOracle;
  readonly #browser;
  readonly #server: CountingServer;
  readonly #called: Called[] = [];
  readonly #violations: unknown[] = [];
  #tabs: OpenTab[] = [];
  #online = true;
  /** By how much the clock of the device is wrong. */
  #clockErrorMs = 0;
  #isEnding = false;

  constructor(random: Random) {
    this.#random = random;
    this.#server = new CountingServer(this.#time, random);
    this.#browser = createVirtualTabs({
      ...{ timers: this.#time, random, losesLastWords: true },
      delayMs: () => drawOne(random, [0, 2, 5, 8, 40, 150]),
    });
    this.#device = createCrashableKeyValueDevice({
      timers: this.#time,
      random,
      syncMs: () => drawInt(random, 12),
      at: (point, { writes }) => {
        if (point === 'before') return;
        this.#oracle.noteDurable(writes);
        for (const called of this.#called)
          if (writes.some(({ key }) => key === `q/entry/${called.id}/0`)) called.isDurable = true;
      },
    });
    this.#oracle = new SendOracle(this.#device.durable);
    this.#open();
  }

  async step(): Promise<void> {
    const chance = drawInt(this.#random, 100);
    if (chance < 35) this.#call();
    else if (chance < 48) this.#turnWeather();
    else if (chance < 52) this.#turnConnectivity(!this.#online);
    else if (chance < 58) this.#open();
    else if (chance < 63) this.#kill(drawOne(this.#random, this.#tabs));
    else if (chance < 65) this.#cutPower();
    else if (chance < 67) this.#stop(drawOne(this.#random, this.#tabs));
    else if (chance < 72) drawOne(this.#random, this.#tabs).tab.freeze();
    else if (chance < 80) drawOne(this.#random, this.#tabs).tab.thaw();
    else if (chance < 85) this.#remove();
    else if (chance < 90) this.#edit();
    else if (chance < 92) this.#clockErrorMs = drawOne(this.#random, [0, -10_000_000, -300, 300, 10_000_000]);
    else if (chance < 96) this.#retry();
    await this.#pass(drawOne(this.#random, [0, 5, 40, 200, 900]));
  }

  /**
   * The weather clears and all tabs wake up: all is done but what the server will not have. Then it becomes mild, and that is tried again.
   * In the end each tab must be able to lead.
   */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#server.weather = { ...fairWeather, isStrict: true };
    this.#turnConnectivity(true);
    for (const { tab } of this.#tabs) tab.thaw();
    await this.#finish((progress) => progress.state === 'refused');
    this.#checkTabs();
    this.#server.weather = fairWeather;
    await this.#finish(() => false);
    checkEffects(this.#called, this.#server.effects);
    while (this.#tabs.length > 1) {
      const leading = this.#tabs.find(({ queue }) => queue.isLeading);
      expect(this.#browser.holderOf(LOCK), 'who leads').toBe(leading?.tab);
      if (leading !== undefined) this.#kill(leading);
      await this.#finish(() => false);
    }
    for (const { queue } of this.#tabs) queue.stop();
    await this.#pass(500);
    expect([...this.#device.durable.keys()], 'what stays on the device').toEqual([LEADER]);
    expect(this.#time.pending, 'what is still to be done').toBe(0);
  }

  /** Until somebody leads, and nothing is left but what may be. */
  async #finish(mayBeLeft: (progress: Progress) => boolean): Promise<void> {
    let isBusy = true;
    for (let round = 0; round < 400 && isBusy; round += 1) {
      await this.#pass(100);
      const leading = this.#tabs.find(({ queue }) => queue.isLeading);
      const left = (await this.#kept()).filter(({ progress }) => !mayBeLeft(progress));
      isBusy = leading === undefined || left.length > 0;
      for (const { entry, progress } of left)
        if (leading !== undefined && (progress.state === 'refused' || progress.verdict === 'unauthorized'))
          void leading.ask({ kind: 'retry', id: entry.id });
    }
    expect(isBusy, 'whether something is left').toBe(false);
    // Late messages, and what waits a grace.
    await this.#pass(5_000);
  }

  #open(): void {
    if (this.#tabs.length === 3) return;
    const tab = this.#browser.open();
    const device = this.#device.open();
    const connectivity = new Set<() => void>();
    const store = tab.over(this.#stumbling(tab, this.#oracle.watchStore(tab, device)));
    const queue: MutationQueue = new MutationQueue({
      ...{ name: 'q', store, timers: tab.timers, random: this.#random },
      clock: { nowMs: () => this.#time.nowMs() + this.#clockErrorMs },
      tabs: { ...tab, locks: tab.locks && this.#oracle.watchLocks(tab, tab.locks) },
      connectivity: {
        isOnline: () => this.#online,
        subscribe(listener) {
          connectivity.add(listener);
          return () => void connectivity.delete(listener);
        },
      },
      ...{
        backoff: { initialMs: 50, maxMs: 400 },
        poisonAfter: 4,
        sendTimeoutMs: 300,
        leaderPatienceMs: 250,
      },
      whenRefused: 'go on',
      send: (entry) => {
        this.#check(() => {
          this.#oracle.checkSend(tab, entry);
          const called = this.#called.find(({ id }) => id === entry.id);
          expect(called?.isNeverToBeSent, `whether ${called?.number} was removed`).toBe(false);
        });
        return tab.hear(this.#server.receive(entry));
      },
      maySend: () => true,
      onProblem(error) {
        throw error;
      },
      onChange: () => this.#check(() => open.checkShown()),
    });
    const open = new OpenTab(tab, queue, device, connectivity);
    this.#tabs.push(open);
    void queue.start();
  }

  /** What is thrown in a queue is an answer to it: it is kept for the test. */
  #check(run: () => void): void {
    try {
      run();
    } catch (violation) {
      this.#violations.push(violation);
    }
  }

  /** A store between whose answers and the tab anything may happen. */
  #stumbling(tab: VirtualTab, store: KeyValueStore): KeyValueStore {
    const stumble = <Answer>(answer: Answer): Answer => {
      const chance = this.#isEnding ? 100 : drawInt(this.#random, 100);
      const open = this.#tabs.find((one) => one.tab === tab);
      if (chance < DEATHS && open !== undefined) this.#kill(open);
      else if (chance < DEATHS + FREEZES) tab.freeze();
      return answer;
    };
    return {
      get: async (key) => stumble(await store.get(key)),
      range: async (from, to) => stumble(await store.range(from, to)),
      write: async (writes, onlyIf) => stumble(await store.write(writes, onlyIf)),
      close: () => store.close(),
    };
  }

  #drawAwake(): OpenTab | undefined {
    const awake = this.#tabs.filter(({ tab }) => tab.phase === 'running');
    return awake.length === 0 ? undefined : drawOne(this.#random, awake);
  }

  #call(): void {
    const open = this.#drawAwake();
    if (open === undefined) return;
    const { tab, queue } = open;
    const number = this.#called.length;
    const body = { number, version: 0, isBad: drawInt(this.#random, 8) === 0 };
    const seen = new Set(queue.kept?.map(({ entry }) => entry.id));
    const { id } = queue.append({
      ...{
        lane: drawOne(this.#random, LANES),
        endpoint: 'wish',
        arg: body,
        request: { url: 'wishes', body },
      },
      ...{ isTokenless: false, idempotencyKey: undefined },
    });
    // Whatever the clock says, who calls stands behind all that he has called and seen.
    for (const before of this.#called)
      if (before.tab === tab || seen.has(before.id))
        expect(before.id < id, `place of ${number} behind ${before.number}`).toBe(true);
    const called = createCalled(number, id, tab);
    this.#called.push(called);
    void queue.outcomeOf(id).then((outcome) => {
      called.outcome = outcome;
    });
  }

  #turnWeather(): void {
    const draw = () => drawOne(this.#random, [0, 0, 20, 60]);
    this.#server.weather = {
      ...{
        isOnline: drawInt(this.#random, 4) > 0,
        isStrict: true,
        unauthorized: drawOne(this.#random, [0, 0, 0, 20]),
      },
      ...{ lostRequests: draw(), lostAnswers: draw(), failures: draw() },
    };
  }

  #turnConnectivity(isOnline: boolean): void {
    this.#online = isOnline;
    for (const open of this.#tabs) void open.tellConnectivity();
  }

  #kill(open: OpenTab): void {
    this.#tabs = this.#tabs.filter((other) => other !== open);
    open.tab.die();
    this.#device.crash(open.device);
    if (this.#tabs.length === 0) this.#open();
  }

  #cutPower(): void {
    for (const { tab } of this.#tabs) tab.die();
    this.#device.crash();
    this.#tabs = [];
    this.#open();
  }

  /** The application has done with the queue; the page stays. */
  #stop(open: OpenTab): void {
    if (open.tab.phase !== 'running') return;
    this.#tabs = this.#tabs.filter((other) => other !== open);
    open.queue.stop();
    if (this.#tabs.length === 0) this.#open();
  }

  #retry(): void {
    const open = this.#drawAwake();
    const drawn = drawInt(this.#random, 2) === 0 ? this.#drawOpen() : undefined;
    if (open !== undefined) void open.ask({ kind: 'retry', ...(drawn && { id: drawn.id }) });
  }

  #remove(): void {
    const called = this.#drawOpen();
    const open = this.#drawAwake();
    if (called === undefined || open === undefined) return;
    called.mayBeRemoved = true;
    void open.ask({ kind: 'remove', id: called.id }).then((result) => {
      if (result === 'done') called.isNeverToBeSent = !this.#oracle.isBegun(called.id);
    });
  }

  /** Corrects what the server will not have, and changes what it would. */
  #edit(): void {
    const called = this.#drawOpen();
    const open = this.#drawAwake();
    if (called === undefined || open === undefined) return;
    called.edits += 1;
    const { id, number, edits: version } = called;
    const body: Wish = { number, version, isBad: false };
    const request = { url: 'wishes', body: { ...body } };
    void open.ask({ kind: 'edit', id, request, evenIfSent: false }).then((result) => {
      if (result === 'done') called.version = version;
    });
  }

  #drawOpen(): Called | undefined {
    const keys = [...this.#device.durable.keys()];
    const durable = this.#called.filter(({ id }) => keys.some((key) => key.startsWith(`q/entry/${id}/`)));
    return durable.length === 0 ? undefined : drawOne(this.#random, durable);
  }

  async #pass(ms: number): Promise<void> {
    await turn();
    for (let passed = 0; passed < ms; passed += 5) {
      this.#time.advance(5);
      await turn();
    }
    if (this.#violations.length > 0) throw this.#violations[0];
  }

  async #kept() {
    const loading = new EntryBook(this.#device.open(), 'q', 'nobody').load();
    // What is being synced comes first.
    await this.#pass(30);
    return (await loading).kept;
  }

  #checkTabs(): void {
    const kept = [...this.#device.durable.keys()].filter((key) => key.startsWith('q/entry/'));
    for (const { tab, queue, asked } of this.#tabs) {
      const shown = queue.kept?.map(({ entry: { id, revision } }) => `q/entry/${id}/${revision}`);
      expect(shown, 'what a tab shows in the end').toEqual(kept.toSorted());
      expect([...asked], 'what nobody has answered').toEqual([]);
      for (const { number, outcome, tab: caller } of this.#called)
        if (caller === tab) expect(outcome, `outcome of ${number}`).toBeDefined();
    }
  }
}
