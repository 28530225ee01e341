import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHub } from './hub.ts';
import { createPlainStore, type PlainStore } from './store/plain-store.ts';

type Kind = 'kept' | 'made again' | 'marked';
const KINDS: readonly Kind[] = ['kept', 'made again', 'marked'];

interface Numbers {
  readonly values: readonly number[];
}

/** Stores of three kinds; what the hub knows of each is what such a store can do. */
function storesOf(): Record<Kind, PlainStore<Numbers, number>> {
  const make = () =>
    createPlainStore<Numbers, number>({
      initial: { values: [] },
      reduce({ values }, input) {
        if (input === 13) throw new Error('unlucky');
        return { values: [...values, input].slice(-5) };
      },
      nameOf: () => 'append',
    });
  const texts = {
    mark: ({ values }: Numbers) => values.join(' '),
    recall: (mark: unknown) => ({
      values: String(mark)
        .split(' ')
        .filter((text) => text !== '')
        .map(Number),
    }),
  };
  return { kept: make(), 'made again': make(), marked: { ...make(), marks: texts } };
}

const kind = fc.constantFrom(...KINDS);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act: fc.constant('change' as const), kind, input: fc.nat(13) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('restore' as const), kind, input: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('batch' as const),
      parts: fc.array(fc.tuple(kind, fc.nat(13)), { maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('look' as const), where: fc.nat(1_000) }) },
);

test('any place that the journal reaches shows every store as it was there, while all go on', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 60 }),
      (steps, maxEntries, maxOlderEntries) => {
        const hub = createHub({ journal: { maxEntries, maxOlderEntries } });
        const stores = storesOf();
        const handles = {
          kept: hub.add('kept', stores.kept),
          'made again': hub.add('made again', stores['made again']),
          marked: hub.add('marked', stores.marked),
        };
        const now = () => KINDS.map((each) => stores[each].getState());
        /** What an observer who writes down everything knows. */
        const known = new Map([[hub.journal.lastId, now()]]);
        hub.subscribe(({ id }) => known.set(id, now()));

        for (const each of steps) {
          if (each.act === 'look') {
            lookAt(each.where);
            continue;
          }
          try {
            if (each.act === 'change') stores[each.kind].dispatch(each.input);
            else if (each.act === 'restore') stores[each.kind].restore({ values: [each.input] });
            else
              hub.batch('several', (send) => {
                for (const [name, input] of each.parts) send(handles[name], input);
              });
          } catch (error) {
            if (error instanceof Error && !/unlucky|batch/.test(error.message)) throw error;
          }
        }
        expect(hub.journal.length).toBeLessThanOrEqual(maxEntries + maxOlderEntries + maxEntries / 8 + 1);

        function lookAt(where: number): void {
          const { firstId, lastId } = hub.journal;
          const id = firstId + (where % (lastId - firstId + 1));
          const present = now();
          const expected = known.get(id);
          if (expected === undefined) return;
          hub.time.goTo(id);
          expect(KINDS.map((each) => stores[each].getShown())).toEqual(expected);
          expect(() => hub.dispatch('kept', 1)).toThrowError(
            expect.objectContaining({ code: 'hub/read-only-past' }),
          );
          stores.kept.dispatch(7);
          expect(KINDS.map((each) => stores[each].getShown())).toEqual(expected);
          hub.time.resume();
          expect(now().slice(1)).toEqual(present.slice(1));
          expect(KINDS.map((each) => stores[each].getShown())).toEqual(now());
        }
      },
    ),
    cases(2_000),
  );
});
