import { isArray, isJsonObject } from '@statehouse/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases } from '../testing/cases.ts';
import { KEEPING, type Keeping } from './operators/pace.ts';
import { Choices } from './testing/choices.ts';
import { MemoryPort, type MemoryState } from './testing/memory-port.ts';
import { oracle } from './testing/oracle.ts';
import { querySchema } from './testing/query-schema.ts';
import { anyQuery } from './testing/random-query.ts';
import { changedState, plainTables, randomIndexes, randomState } from './testing/random-state.ts';
import { QueryView } from './view/query-view.ts';

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

test('a live query is what is computed anew, and what its definition says, with and without indexes', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const choices = new Choices(seed);
      const query = { schema: querySchema, node: anyQuery(choices) };
      const keeping = choices.once(3) ? KEEPING : SCARCE;
      const ports = [new MemoryPort(), new MemoryPort(randomIndexes(choices))];
      const states: MemoryState[] = [randomState(choices)];
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
          if (before !== after) expect(isChanged).toBe(true);
          expect(view.explain().touchedRows).toBe(ports[which]?.reads);
        });
        const anew = new QueryView(new MemoryPort(ports[at % 2]?.indexes), query, state);
        expect(anew.value).toEqual(expected);
        const isTravel = choices.once(5);
        states.push(isTravel ? choices.one(states) : changedState(choices, state));
      }
    }),
    cases(10_000),
  );
});
