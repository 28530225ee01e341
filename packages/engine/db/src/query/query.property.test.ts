import { isArray, isJsonObject } from '@statehouse/kernel';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySnapshot, type Snapshot } from '../snapshot.ts';
import type { QueryNode } from './expression/query-node.ts';
import { KEEPING, type Keeping } from './operators/pace.ts';
import { Choices } from './testing/choices.ts';
import { type MemoryIndexes, MemoryPort, type MemoryState } from './testing/memory-port.ts';
import { oracle } from './testing/oracle.ts';
import { querySchema } from './testing/query-schema.ts';
import { anyQuery, suitedIndex } from './testing/random-query.ts';
import { changedState, plainTables, randomIndexes, randomState } from './testing/random-state.ts';
import { QueryView } from './view/query-view.ts';
import { snapshotPort } from './view/snapshot-port.ts';

/** Reads ahead so little that windows run dry, and reads anew so readily that small jumps do. */
const SCARCE: Keeping = { slackInOrder: 1, slackUnordered: 1, alwaysIncremental: 0 };

/** Where two answers say the same in the same place but are not the same object. */
function lostIdentity(before: unknown, after: unknown, at = ''): string | undefined {
  if (before === after) return undefined;
  if (JSON.stringify(before) === JSON.stringify(after)) return `${at}: ${JSON.stringify(after)}`;
  if (isArray(before) && isArray(after)) {
    const known = new Map(before.map((item) => [nameOf(item), item]));
    for (const item of after) {
      const lost = known.has(nameOf(item))
        ? lostIdentity(known.get(nameOf(item)), item, `${at}[]`)
        : undefined;
      if (lost !== undefined) return lost;
    }
  } else if (isJsonObject(before) && isJsonObject(after) && before.id === after.id) {
    for (const name of ['first', 'second']) {
      const lost = lostIdentity(before[name], after[name], `${at}.${name}`);
      if (lost !== undefined) return lost;
    }
  }
  return undefined;
}

/** Rows are known by id, groups by all that they say. */
function nameOf(item: unknown): unknown {
  return isJsonObject(item) && 'id' in item ? item.id : JSON.stringify(item);
}

/** Joined rows that say the same as one did on the same level, wherever it stood there, but are not that object. */
function madeAgain(before: unknown, after: unknown): readonly string[] {
  const known = new Map([...rowsOn(before, '')].map(([name, row]) => [name, row]));
  return [...rowsOn(after, '')].flatMap(([name, row]) => {
    const kept = known.get(name);
    return kept === undefined || kept === row ? [] : [name];
  });
}

function* rowsOn(value: unknown, level: string): Iterable<readonly [name: string, row: object]> {
  if (isArray(value)) for (const item of value) yield* rowsOn(item, level);
  if (!isJsonObject(value) || !('revision' in value)) return;
  yield [`${level} ${JSON.stringify(value)}`, value];
  for (const join of ['first', 'second']) yield* rowsOn(value[join], `${level}.${join}`);
}

/** Some indexes, half the time with the one that the query would best have. */
function indexesFor(choices: Choices, node: QueryNode): MemoryIndexes {
  const indexes = randomIndexes(choices);
  const suited = suitedIndex(choices, node);
  if (suited.fields.length === 0 || choices.once(2)) return indexes;
  return { ...indexes, [node.table]: [suited, ...(indexes[node.table] ?? [])] };
}

/** The snapshot that holds the rows of a state, made from one that held those of an earlier. */
function snapshotOf(state: MemoryState, before: MemoryState, snapshot: Snapshot): Snapshot {
  const port = new MemoryPort();
  const writes = Object.keys(state).flatMap((table) =>
    [...port.changes(before, state, table)].map(({ id, after }) => ({ table, id, row: after })),
  );
  return snapshot.with(writes);
}

test('a live query is what is computed anew, and what its definition says, with and without indexes', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const choices = new Choices(seed);
      const query = { schema: querySchema, node: anyQuery(choices) };
      const keeping = choices.once(3) ? KEEPING : SCARCE;
      const ports = [new MemoryPort(), new MemoryPort(indexesFor(choices, query.node))];
      const states: MemoryState[] = [randomState(choices)];
      const snapshots = [snapshotOf(states[0] ?? {}, {}, emptySnapshot(querySchema))];
      const overSnapshots = new QueryView(
        snapshotPort,
        query,
        snapshots[0] ?? emptySnapshot(querySchema),
        keeping,
      );
      const views = ports.map((port) => new QueryView(port, query, states[0] ?? {}, keeping));
      for (let at = 0; at < 5; at += 1) {
        const state = states.at(-1) ?? {};
        const expected = oracle(plainTables(state), query.node);
        views.forEach((view, which) => {
          const before = view.value;
          const isChanged = view.moveTo(state);
          const after = view.value;
          expect(after).toEqual(expected);
          expect(lostIdentity(before, after)).toBeUndefined();
          expect(madeAgain(before, after)).toEqual([]);
          if (before !== after) expect(isChanged).toBe(true);
          expect(view.explain().touchedRows).toBe(ports[which]?.reads);
        });
        const snapshot = snapshots.at(-1) ?? emptySnapshot(querySchema);
        overSnapshots.moveTo(snapshot);
        expect(overSnapshots.value).toEqual(expected);
        const anew = new QueryView(new MemoryPort(ports[at % 2]?.indexes), query, state);
        expect(anew.value).toEqual(expected);
        const past = choices.once(5) ? choices.below(states.length) : undefined;
        const next = past === undefined ? changedState(choices, state) : states[past];
        states.push(next ?? {});
        const known = past === undefined ? undefined : snapshots[past];
        snapshots.push(known ?? snapshotOf(next ?? {}, state, snapshot));
      }
      const then = choices.below(states.length);
      const past = new QueryView(snapshotPort, query, snapshots[then] ?? emptySnapshot(querySchema));
      expect(past.value).toEqual(oracle(plainTables(states[then] ?? {}), query.node));
    }),
    cases(10_000),
  );
});
