import { isDeepStrictEqual } from 'node:util';
import { createPlainStore, type PlainStore } from '@statehouse/hub';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { type CrashableKeyValueDevice, createCrashableKeyValueDevice } from '@statehouse/storage/testing';
import type { MigrationStep } from '../migrations/migrate.ts';
import { isPlain } from '../patch/patch.ts';
import type { PersistedStore } from '../persist-status.ts';
import { persistStore } from '../persisted-store.ts';
import { type PeopleVersion, type Person, peopleSteps, personIn } from '../rows/people.fixture.ts';
import { byRows } from './by-rows.ts';
import { byId } from './table-form.ts';

/** What a state means, in whatever version: how often it changed, and who is there. */
interface Meaning {
  readonly changes: number;
  readonly people: ReadonlyMap<string, Person>;
}

interface State {
  readonly changes: unknown;
  readonly people: Readonly<Record<string, unknown>>;
}

/** Rows that are not edited stay the same objects, so that only the others are written. */
interface Edit {
  readonly changes: unknown;
  readonly id: string;
  readonly row: unknown;
}

const NOTHING: Meaning = { changes: 0, people: new Map() };

function stateIn(version: PeopleVersion, { changes, people }: Meaning): State {
  const rows = [...people].map(([id, person]) => [id, personIn(version, person)] as const);
  return { changes: countIn(version, changes), people: Object.fromEntries(rows) };
}

function countIn(version: PeopleVersion, changes: number): unknown {
  return version === 1 ? changes : { count: changes };
}

function edited({ people }: State, { changes, id, row }: Edit): State {
  const others = Object.entries(people).filter(([each]) => each !== id);
  return { changes, people: Object.fromEntries(row === undefined ? others : [...others, [id, row]]) };
}

function storeOf(version: PeopleVersion): PlainStore<State, Edit> {
  return createPlainStore<State, Edit>({
    initial: stateIn(version, NOTHING),
    reduce: edited,
    nameOf: () => 'edit',
  });
}

const steps: readonly MigrationStep[] = peopleSteps.map((people) => ({
  to: people.to,
  up: (state: unknown) => {
    if (people.to !== 2 || !isPlain(state)) return state;
    return { ...state, changes: { count: state.changes } };
  },
  down: (state: unknown) => {
    if (people.to !== 2 || !isPlain(state)) return state;
    return { ...state, changes: isPlain(state.changes) ? state.changes.count : undefined };
  },
  rows: { people },
}));

/** A store with a table on a device that loses what is not synced, with every state that it may come back with. */
export class PeopleStore {
  readonly device: CrashableKeyValueDevice;
  readonly #time = new VirtualTime(1_000);
  readonly #maxRecords: number;
  readonly #maxWriteRows: number;
  #meaning = NOTHING;
  /** The states since the last one that is known to be durable, that one included. */
  #possible: readonly Meaning[] = [NOTHING];
  #version: PeopleVersion = 1;
  #store = storeOf(1);
  #kept: PersistedStore | undefined;

  constructor(seed: number, maxRecords: number, maxWriteRows: number) {
    const random = seededRandom(seed, 'people');
    this.device = createCrashableKeyValueDevice({
      timers: this.#time,
      random,
      syncMs: () => Math.floor(random.next() * 20),
    });
    this.#maxRecords = maxRecords;
    this.#maxWriteRows = maxWriteRows;
  }

  get people(): ReadonlyMap<string, Person> {
    return this.#meaning.people;
  }

  get kept(): PersistedStore {
    if (this.#kept === undefined) throw new Error('nothing is kept');
    return this.#kept;
  }

  /** Starts a program of a version, and says which of the states that there were it has found; undefined for none. */
  async start(version: PeopleVersion): Promise<Meaning | undefined> {
    this.#version = version;
    this.#store = storeOf(version);
    this.#kept = persistStore(this.#store, {
      storage: this.device.open(),
      key: 'app',
      version,
      migrations: steps,
      rows: byRows({ people: byId }, { maxWriteRows: this.#maxWriteRows }),
      clock: this.#time,
      timers: this.#time,
      stopwatch: this.#time,
      debounceMs: 30,
      maxRecords: this.#maxRecords,
    });
    await this.settled(this.#kept.restored);
    const found = this.#store.getState();
    const meaning = this.#possible.findLast((each) => isDeepStrictEqual(stateIn(version, each), found));
    this.#meaning = meaning ?? NOTHING;
    this.#possible = [this.#meaning];
    return meaning;
  }

  change(id: string, person: Person | undefined): void {
    const people = new Map(this.#meaning.people);
    if (person === undefined) people.delete(id);
    else people.set(id, person);
    this.#meaning = { changes: this.#meaning.changes + 1, people };
    this.#possible = [...this.#possible, this.#meaning];
    const row = person === undefined ? undefined : personIn(this.#version, person);
    this.#store.dispatch({ changes: countIn(this.#version, this.#meaning.changes), id, row });
  }

  /** Ends the program in order. */
  async stop(): Promise<void> {
    await this.settled(this.kept.stop());
    this.#possible = [this.#meaning];
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 2) {
      this.#time.advance(2);
      for (let turn = 0; turn < 25; turn += 1) await Promise.resolve();
      if (this.#kept?.status.isSaved === true) this.#possible = [this.#meaning];
    }
  }

  /** Lets time pass until something is settled. */
  async settled(promise: Promise<void>): Promise<void> {
    let isSettled = false;
    const done = () => {
      isSettled = true;
    };
    promise.then(done, done);
    for (let turn = 0; !isSettled && turn < 10_000; turn += 1) await this.pass(2);
    await promise;
  }
}
