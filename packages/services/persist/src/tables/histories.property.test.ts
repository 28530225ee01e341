import { isDeepStrictEqual } from 'node:util';
import { createPlainStore, type PlainStore } from '@statehouse/hub';
import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createCrashableKeyValueDevice } from '@statehouse/storage/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MigrationStep } from '../migrations/migrate.ts';
import { isPlain } from '../patch/patch.ts';
import type { PersistedStore } from '../persist-status.ts';
import { persistStore } from '../persisted-store.ts';
import {
  PEOPLE_VERSIONS,
  type PeopleVersion,
  type Person,
  peopleSteps,
  personIn,
} from '../rows/people.fixture.ts';
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

const change = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'x/y'),
  person: fc.option(fc.record({ first: fc.constant('Ann'), last: fc.constantFrom('Lee', 'Ray'), cents: fc.nat(99) }), {
    nil: undefined,
    freq: 4,
  }),
});
const version = fc.constantFrom<PeopleVersion>(...PEOPLE_VERSIONS);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act: fc.constant('change' as const), change }) },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(120) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('restart' as const), version }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('crash' as const), version }) },
);

test('a store with a table comes back as one of its states, tables and rest together, whatever versions take turns and wherever they die', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 50 }),
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 5 }),
      async (acts, seed, maxRecords) => {
        const time = new VirtualTime(1_000);
        const random = seededRandom(seed);
        const syncMs = () => Math.floor(random.next() * 20);
        const device = createCrashableKeyValueDevice({ timers: time, random, syncMs });
        let meaning = NOTHING;
        /** The states since the last one that is known to be durable. */
        let possible: readonly Meaning[] = [meaning];
        let now: PeopleVersion = 1;
        let store: PlainStore<State, Edit>;
        let kept: PersistedStore;
        const pass = async (ms: number) => {
          for (let passed = 0; passed < ms; passed += 2) {
            time.advance(2);
            for (let turn = 0; turn < 25; turn += 1) await Promise.resolve();
            if (kept?.status.isSaved) possible = [meaning];
          }
        };
        const settled = async (promise: Promise<void>) => {
          let isSettled = false;
          promise.finally(() => {
            isSettled = true;
          });
          for (let turn = 0; !isSettled && turn < 10_000; turn += 1) await pass(2);
          await promise;
        };
        const start = async (next: PeopleVersion) => {
          now = next;
          store = createPlainStore<State, Edit>({
            initial: stateIn(now, NOTHING),
            reduce: edited,
            nameOf: () => 'change',
          });
          kept = persistStore(store, {
            storage: device.open(),
            key: 'app',
            version: now,
            migrations: steps,
            rows: { people: byId },
            clock: time,
            timers: time,
            debounceMs: 30,
            maxRecords,
          });
          await settled(kept.restored);
          expect(kept.status.damage).toBeUndefined();
          const found = store.getState();
          expect(possible.map((each) => stateIn(now, each))).toContainEqual(found);
          meaning = possible.findLast((each) => isDeepStrictEqual(stateIn(now, each), found)) ?? NOTHING;
          possible = [meaning];
        };
        await start(1);
        for (const act of acts) {
          if (act.act === 'change') {
            const people = new Map(meaning.people);
            const { id, person } = act.change;
            if (person === undefined) people.delete(id);
            else people.set(id, person);
            meaning = { changes: meaning.changes + 1, people };
            possible = [...possible, meaning];
            const row = person === undefined ? undefined : personIn(now, person);
            store.dispatch({ changes: countIn(now, meaning.changes), id, row });
          } else if (act.act === 'wait') await pass(act.ms);
          else if (act.act === 'restart') {
            await settled(kept.stop());
            possible = [meaning];
            await start(act.version);
          } else {
            device.crash();
            await start(act.version);
          }
        }
        await pass(2_000);
        expect(kept.status).toMatchObject({ isSaved: true, rows: { people: { damagedKeys: [] } } });
        const rows = [...device.durable.keys()].filter((key) => key.includes('/rows/'));
        expect(rows).toHaveLength(meaning.people.size);
      },
    ),
    cases(200),
  );
});
