import { emptyTable } from '@statehouse/collections';
import { cases, drawInt, seededRandom } from '@statehouse/kernel/testing';
import type { Row } from '@statehouse/ot';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdOrder } from './id-order.ts';
import { idOf } from './index-keys.ts';

test('rows in id order are those of the table, sorted, whichever versions were asked before', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed);
      let table = emptyTable<Row>(idOf);
      let order = new IdOrder(table);
      for (let step = 0; step < 30; step += 1) {
        table = table.batch((draft) => {
          for (let count = drawInt(random, step % 3 === 0 ? 60 : 3); count >= 0; count -= 1) {
            const id = `r${drawInt(random, 200)}`;
            if (drawInt(random, 3) === 0) draft.delete(id);
            else draft.set({ id, value: drawInt(random, 3) });
          }
        });
        order = new IdOrder(table, order);
        if (drawInt(random, 2) === 0) continue;
        const sorted = [...table].sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
        expect(order.list).toEqual(sorted);
        expect(order.list).toBe(order.list);
        expect(order.list.every((row) => table.get(idOf(row)) === row)).toBe(true);
      }
    }),
    cases(100),
  );
});
