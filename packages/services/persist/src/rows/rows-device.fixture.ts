import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import type { KeyValueStore } from '@statehouse/storage';
import {
  type CrashableKeyValueDevice,
  type CrashableKeyValueOptions,
  createCrashableKeyValueDevice,
} from '@statehouse/storage/testing';
import { type KeptRows, openRows, type RowsOptions } from './kept-rows.ts';
import { type PeopleVersion, type Person, peopleSteps, personIn } from './people.fixture.ts';

/** All people by id. */
export type People = ReadonlyMap<string, Person>;

/** Rows of people on a device that loses what is not synced, with every state that it may come back with. */
export class PeopleDevice {
  readonly time = new VirtualTime(1_000);
  readonly device: CrashableKeyValueDevice;
  /** The states since the last one that is known to be durable, that one included. */
  possible: readonly People[] = [new Map()];
  version: PeopleVersion = 1;
  #rows: KeptRows<unknown> | undefined;
  #storage: KeyValueStore | undefined;

  constructor(seed: number, options: Partial<CrashableKeyValueOptions> = {}) {
    const random = seededRandom(seed, 'people');
    this.device = createCrashableKeyValueDevice({
      timers: this.time,
      random,
      syncMs: () => Math.floor(random.next() * 20),
      ...options,
    });
  }

  get rows(): KeptRows<unknown> {
    if (this.#rows === undefined) throw new Error('nothing is open');
    return this.#rows;
  }

  /** What the program that runs now sees. */
  get people(): People {
    return this.possible.at(-1) ?? new Map();
  }

  /** Starts a program of a version. */
  async open(version: PeopleVersion, options: Partial<RowsOptions<unknown>> = {}): Promise<void> {
    this.version = version;
    this.#storage = this.device.open();
    this.#rows = await this.settled(
      openRows({
        storage: this.#storage,
        key: 'people',
        version,
        migrations: peopleSteps,
        parse: (row) => row,
        maxChunkRows: 4,
        timers: this.time,
        stopwatch: this.time,
        ...options,
      }),
    );
  }

  /** Writes without waiting for it. */
  write(changes: readonly { readonly id: string; readonly person: Person | undefined }[]): void {
    const people = new Map(this.people);
    for (const { id, person } of changes) {
      if (person === undefined) people.delete(id);
      else people.set(id, person);
    }
    this.possible = [...this.possible, people];
    const rows = changes.map(({ id, person }) => ({
      id,
      row: person === undefined ? undefined : personIn(this.version, person),
    }));
    this.rows
      .write(rows)
      .then(() => {
        const at = this.possible.indexOf(people);
        if (at > 0) this.possible = this.possible.slice(at);
      })
      .catch(() => {});
  }

  /** All rows as they are read. */
  async read(maxRows: number): Promise<readonly (readonly [string, unknown])[]> {
    const found: (readonly [string, unknown])[] = [];
    const pages = this.rows.pages(maxRows)[Symbol.asyncIterator]();
    for (;;) {
      const page = await this.settled(pages.next());
      if (page.done === true) return found;
      found.push(...page.value);
    }
  }

  /** People as rows of the version that runs, in the order of their ids. */
  rowsOf(people: People): readonly (readonly [string, unknown])[] {
    const sorted = [...people].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([id, person]) => [id, personIn(this.version, person)] as const);
  }

  /** The program dies, and the device loses what it has not synced. */
  crash(): void {
    this.device.crash();
    this.#rows = undefined;
  }

  /** Ends the program in order. */
  async close(): Promise<void> {
    const { rows } = this;
    this.#rows = undefined;
    await this.settled(rows.close());
    await this.settled(this.#storage?.close() ?? Promise.resolve());
  }

  /** Lets time pass until something is settled. */
  async settled<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const done = () => {
      isSettled = true;
    };
    promise.then(done, done);
    for (let turn = 0; !isSettled; turn += 1) {
      if (turn > 100_000) throw new Error('it does not settle');
      await this.pass(1);
    }
    return promise;
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1) {
      this.time.advance(1);
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    }
  }

  /** Lets the migration come to its end. */
  async migrated(): Promise<void> {
    while (this.rows.status.migration.phase === 'running') await this.pass(5);
  }
}
