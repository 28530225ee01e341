import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Choices } from '../query/testing/choices.ts';
import type { MemoryState } from '../query/testing/memory-port.ts';
import { MemoryPort } from '../query/testing/memory-port.ts';
import { type QuerySchema, querySchema } from '../query/testing/query-schema.ts';
import { changedState, IDS, randomState } from '../query/testing/random-state.ts';
import { emptySnapshot, type Snapshot } from '../snapshot.ts';
import { type DerivedSelector, derive } from './derive.ts';
import type { Reader } from './reader.ts';
import { CacheModel } from './testing/cache-model.ts';
import { plainAccess } from './testing/plain-access.ts';
import { type Access, anyPrograms, type Program, run } from './testing/program.ts';

const SELECTORS = 3;

type Selector = DerivedSelector<QuerySchema, readonly [string], unknown>;

/** What a program reads, read by a selector. */
function derivedAccess(read: Reader<QuerySchema>, selectors: readonly Selector[]): Access {
  const tableOf = (name: string) => (name === 'people' || name === 'comments' ? name : 'posts');
  return {
    get: (table, id) => read.get(tableOf(table), id),
    has: (table, id) => read.has(tableOf(table), id),
    size: (table) => read.size(tableOf(table)),
    all: (table) => read.all(tableOf(table)),
    children: (parent) => read.children('posts', parent),
    referrers: (from, person) => read.referrersOf('people', person, 'posts', from),
    countReferrers: (from, person) => read.countReferrers('people', person, 'posts', from),
    range: (author, reverse, limit) =>
      read.range('posts', 'author,score', { from: [author], to: [author], reverse, limit }),
    count: (from) => read.count('posts', 'score', { from: [from] }),
    query: (node) => read.query({ schema: querySchema, node }),
    nested: (selector, argument) => {
      const other = selectors[selector];
      return other === undefined ? undefined : read(other, argument);
    },
  };
}

/** What plainly running a program answers, or throws. */
function plainly(
  programs: readonly Program[],
  selector: number,
  argument: string,
  state: MemoryState,
): unknown {
  const access = plainAccess(state, (other, its) => plainly(programs, other, its, state));
  return run(programs[selector] ?? [], argument, access);
}

function settled(ask: () => unknown): unknown {
  try {
    return { value: ask() };
  } catch (error) {
    return { error: String(error) };
  }
}

function nextSnapshot(before: Snapshot<QuerySchema>, from: MemoryState, to: MemoryState) {
  const port = new MemoryPort();
  return before.with(
    Object.keys(to).flatMap((table) =>
      [...port.changes(from, to, table)].map(({ id, after }) => ({ table, id, row: after })),
    ),
  );
}

/** States one after the other, and the snapshots that hold them. */
function anyHistory(choices: Choices): {
  readonly states: readonly MemoryState[];
  readonly snapshots: readonly Snapshot<QuerySchema>[];
} {
  let state = randomState(choices);
  let snapshot = nextSnapshot(emptySnapshot(querySchema), {}, state);
  const states = [state];
  const snapshots = [snapshot];
  for (let step = 0; step < 8; step += 1) {
    const next = changedState(choices, state);
    snapshot = nextSnapshot(snapshot, state, next);
    state = next;
    if (snapshot === snapshots.at(-1)) continue;
    states.push(state);
    snapshots.push(snapshot);
  }
  return { states, snapshots };
}

test('a selector answers what computing anew would, in any state, and computes only if something that it read changed', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const choices = new Choices(seed);
      const programs = anyPrograms(choices, SELECTORS);
      const { states, snapshots } = anyHistory(choices);
      const maxReads = choices.one([500, 500, 1, 2, 3]);
      let computations = 0;
      const selectors: Selector[] = programs.map((program) =>
        derive(
          querySchema,
          (read, argument: string) => {
            computations += 1;
            return run(program, argument, derivedAccess(read, selectors));
          },
          { maxReads, pastLimit: 10_000 },
        ),
      );
      const isSame = (table: string, one: number, other: number) =>
        snapshots[one]?.rows(table) === snapshots[other]?.rows(table);
      const model = new CacheModel(programs, states, isSame, maxReads);
      const known = new Map<object, unknown>();
      let latest = 0;
      for (let step = 0; step < 14; step += 1) {
        if (!choices.once(3)) latest = Math.min(latest + 1, states.length - 1);
        const at = choices.once(4) ? choices.below(latest + 1) : latest;
        const selector = choices.below(SELECTORS);
        const argument = choices.one((IDS.posts ?? []).slice(0, 2));
        const snapshot = snapshots[at] ?? emptySnapshot(querySchema);
        const ask = () => selectors[selector]?.(snapshot, argument);
        const answer = settled(ask);
        expect(answer).toEqual(settled(() => plainly(programs, selector, argument, states[at] ?? {})));
        const version = model.ask(selector, argument, at);
        expect(answer).toEqual(
          settled(() => {
            if (version.isError) throw version.value;
            return version.value;
          }),
        );
        expect(computations).toBe(model.computations);
        expect(settled(ask)).toEqual(answer);
        expect(computations).toBe(model.computations);
        if (version.isError) continue;
        const value = ask();
        if (known.has(version.token)) expect(value).toBe(known.get(version.token));
        known.set(version.token, value);
      }
    }),
    cases(2_000),
  );
});
