import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PEOPLE_VERSIONS, type PeopleVersion } from '../rows/people.fixture.ts';
import { PeopleStore } from './people-store.fixture.ts';

const person = fc.record({
  first: fc.constant('Ann'),
  last: fc.constantFrom('Lee', 'Ray'),
  cents: fc.nat(99),
});
const version = fc.constantFrom<PeopleVersion>(...PEOPLE_VERSIONS);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'x/y'),
      person: fc.option(person, { nil: undefined, freq: 4 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(120) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('restart' as const), version }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('crash' as const), version }) },
);

test('a store with a table comes back as one of its states, table and rest together, whatever versions take turns and wherever they die', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 50 }),
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, seed, maxRecords, maxWriteRows) => {
        const world = new PeopleStore(seed, maxRecords, maxWriteRows);
        expect(await world.start(1)).toBeDefined();
        for (const each of steps) {
          if (each.act === 'change') world.change(each.id, each.person);
          else if (each.act === 'wait') await world.pass(each.ms);
          else {
            if (each.act === 'restart') await world.stop();
            else world.device.crash();
            expect(await world.start(each.version)).toBeDefined();
            expect(world.kept.status.damage).toBeUndefined();
          }
        }
        await world.settled(world.kept.flush());
        await world.pass(2_000);
        const rows = { people: { migration: { phase: 'done' }, damagedKeys: [] } };
        expect(world.kept.status).toMatchObject({ isSaved: true, rows });
        const left = [...world.device.durable.keys()].filter((key) => key.includes('/tables/'));
        expect(left).toHaveLength(world.people.size);
      },
    ),
    cases(200),
  );
});
