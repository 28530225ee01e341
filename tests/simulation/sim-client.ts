import type { Schema } from '@statehouse/db';
import type { Random } from '@statehouse/kernel';
import { parseServerMessage } from '@statehouse/protocol';
import type { KeyValueWrite } from '@statehouse/storage';
import {
  ClientCore,
  type ClientEffect,
  DEFAULT_CONNECTION_TIMES,
  documentPrefix,
  loadStored,
} from '@statehouse/sync/core';
import type { PlantedBug } from './faults.ts';
import type { Line } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import { SimDevice } from './sim-device.ts';
import type { SimServer } from './sim-server.ts';

/** One life of the client. */
interface Tab {
  readonly core: ClientCore<Schema>;
  readonly timers: Map<string, () => void>;
  line: Line | undefined;
  attempt: number;
}

/** What the checks are told of a client. */
export interface ClientWitness {
  /** After every step of this client. */
  stepped(client: SimClient): void;
  /** A frame leaves. */
  submitted(client: SimClient, frame: string): void;
  diverged(client: SimClient): void;
}

/**
 * A client's tab in a simulated world: the real core, on a device that outlives it. It can die at any call and is
 * opened again later under the same id.
 */
export class SimClient {
  readonly id: string;
  readonly document: string;
  readonly device = new SimDevice();
  /** The versions of snapshots that were sent instead of entries. */
  readonly adoptions: number[] = [];
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #server: SimServer;
  readonly #schema: Schema;
  readonly #witness: ClientWitness;
  readonly #planted: PlantedBug | undefined;
  readonly #sentOnce = new Set<string>();
  #tab: Tab | undefined;

  constructor(options: {
    readonly id: string;
    readonly document: string;
    readonly scheduler: Scheduler;
    readonly random: Random;
    readonly server: SimServer;
    readonly schema: Schema;
    readonly witness: ClientWitness;
    readonly planted: PlantedBug | undefined;
  }) {
    this.id = options.id;
    this.document = options.document;
    this.#scheduler = options.scheduler;
    this.#random = options.random;
    this.#server = options.server;
    this.#schema = options.schema;
    this.#witness = options.witness;
    this.#planted = options.planted;
    this.openTab();
  }

  /** The document as this tab has it; undefined while no tab is open. */
  get core() {
    return this.#tab?.core.documents.get(this.document);
  }

  get line(): Line | undefined {
    return this.#tab?.line;
  }

  openTab(): void {
    if (this.#tab !== undefined) return;
    const core = new ClientCore<Schema>({
      client: this.id,
      schema: this.#schema,
      device: true,
      composeUnsent: this.#random.next() < 0.5,
      limits: { maxOperations: 4, maxCharacters: 20_000 },
      random: this.#random,
      times: DEFAULT_CONNECTION_TIMES,
    });
    const tab: Tab = { core, timers: new Map<string, () => void>(), line: undefined, attempt: 0 };
    this.#tab = tab;
    this.#run(tab, core.open(this.document));
    this.#run(tab, core.start());
  }

  /** The tab is gone, between two calls; what the device had not finished is lost. */
  crash(): void {
    const tab = this.#tab;
    if (tab === undefined) return;
    this.#tab = undefined;
    for (const cancel of tab.timers.values()) cancel();
    tab.line?.cut(1006);
    this.#scheduler.after(this.#random.next() * 5_000, () => this.openTab());
  }

  /** Does something to the core of the open tab, and carries out what follows. */
  act(call: (core: ClientCore<Schema>) => readonly ClientEffect<Schema>[]): void {
    if (this.#tab !== undefined) this.#run(this.#tab, call(this.#tab.core));
  }

  #run(tab: Tab, effects: readonly ClientEffect<Schema>[]): void {
    for (const effect of effects) {
      if (tab !== this.#tab) return;
      this.#carryOut(tab, effect);
    }
    if (tab === this.#tab) this.#witness.stepped(this);
  }

  #answer(tab: Tab, call: (core: ClientCore<Schema>) => readonly ClientEffect<Schema>[]): void {
    if (tab === this.#tab) this.#run(tab, call(tab.core));
  }

  #carryOut(tab: Tab, effect: ClientEffect<Schema>): void {
    switch (effect.kind) {
      case 'get-token':
        this.#later(5, () => this.#answer(tab, (core) => core.token(effect.attempt, this.id)));
        return;
      case 'dial':
        this.#dial(tab, effect.attempt);
        return;
      case 'hang-up':
        if (tab.attempt === effect.attempt) tab.line?.cut(effect.code);
        return;
      case 'transmit':
        if (tab.attempt !== effect.attempt) return;
        this.#transmit(tab, effect.text);
        return;
      case 'timer': {
        const key = JSON.stringify(effect.timer);
        tab.timers.get(key)?.();
        const fire = (): void =>
          this.#answer(tab, (core) => core.timer(effect.timer, this.#scheduler.nowMs()));
        tab.timers.set(key, this.#scheduler.after(effect.delayMs, fire));
        return;
      }
      case 'load':
        this.#later(20, async () => {
          const stored = await loadStored(this.device, documentPrefix(this.id, effect.document));
          this.#answer(tab, (core) => core.loaded(effect.document, stored));
        });
        return;
      case 'persist':
        this.#later(20, () => {
          if (tab !== this.#tab) return;
          if (this.#planted !== 'device-lies') this.device.commit(this.#kept(effect.writes));
          this.#later(5, () => this.#answer(tab, (core) => core.persisted(effect.document)));
        });
        return;
      case 'flush-soon':
        this.#scheduler.after(0, () => this.#answer(tab, (core) => core.flush(effect.document)));
        return;
      case 'diverged':
        if (!effect.expected) this.#witness.diverged(this);
        return;
      default:
    }
  }

  #transmit(tab: Tab, text: string): void {
    const again = this.#planted === 'resend-changed' && this.#sentOnce.has(text);
    this.#sentOnce.add(text);
    const frame = again
      ? text.replace('"operations":[{"edits":[', '"operations":[{"name":"changed","edits":[')
      : text;
    this.#witness.submitted(this, frame);
    tab.line?.send('toServer', frame);
  }

  #dial(tab: Tab, attempt: number): void {
    tab.attempt = attempt;
    const closed = (code: number): void =>
      this.#answer(tab, (core) => core.socketClosed(attempt, code, this.#scheduler.nowMs()));
    this.#later(30, () => {
      if (tab !== this.#tab || tab.attempt !== attempt) return;
      tab.line = this.#server.accept({
        received: (text) => {
          this.#noteAdoption(text);
          const heard = this.#planted === 'seen-untold' ? text.replaceAll(/"seen":\d+,/g, '') : text;
          this.#answer(tab, (core) => core.socketReceived(attempt, heard));
        },
        closed,
      });
      if (tab.line === undefined) closed(1006);
      else this.#later(5, () => this.#answer(tab, (core) => core.socketOpened(attempt)));
    });
  }

  #kept(writes: readonly KeyValueWrite[]): readonly KeyValueWrite[] {
    return this.#planted === 'own-forgotten' ? writes.filter(({ key }) => !key.includes('/own/')) : writes;
  }

  #noteAdoption(text: string): void {
    const message = parseServerMessage(text);
    const from = this.core?.status.version ?? 0;
    if (message.kind === 'opened' && message.from > from) this.adoptions.push(message.from);
  }

  #later(withinMs: number, run: () => void | Promise<void>): void {
    this.#scheduler.after(this.#random.next() * withinMs, run);
  }
}
