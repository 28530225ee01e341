import { isDeepStrictEqual } from 'node:util';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PEOPLE_VERSIONS, type PeopleVersion, personIn } from './people.fixture.ts';
import { PeopleDevice } from './rows-device.fixture.ts';

const id = fc.constantFrom(
  'a',
  'b',
  'c',
  'a/b',
  '',
  '__proto__',
  'é',
  '😀',
  '\uffee',
  'z1',
  'z2',
  'z3',
  'z4',
);
const person = fc.record({
  first: fc.constantFrom('Ann', 'Ben', 'Zoë'),
  last: fc.constantFrom('Lee', 'Ray', '李'),
  cents: fc.nat(1_000_000),
});
const change = fc.record({ id, person: fc.option(person, { nil: undefined, freq: 4 }) });
const version = fc.constantFrom<PeopleVersion>(...PEOPLE_VERSIONS);

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('write' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('get' as const), id }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('read' as const), maxRows: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('restart' as const), version }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('crash' as const), version }) },
);

test('whatever goes up and down over three versions and dies on the way, a program sees its own version of what was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 5 }),
      async (steps, seed, maxChunkRows) => {
        const world = new PeopleDevice(seed);
        await world.open(1, { maxChunkRows });
        const checkAfterCrash = async () => {
          const found = await world.read(3);
          expect(world.possible.map((people) => world.rowsOf(people))).toContainEqual(found);
          world.possible = world.possible
            .filter((people) => isDeepStrictEqual(world.rowsOf(people), found))
            .slice(0, 1);
        };
        for (const each of steps) {
          if (each.act === 'write') world.write(each.changes);
          else if (each.act === 'wait') await world.pass(each.ms);
          else if (each.act === 'get') {
            const expected = world.people.get(each.id);
            const found = await world.settled(world.rows.get(each.id));
            expect(found).toEqual(expected === undefined ? undefined : personIn(world.version, expected));
          } else if (each.act === 'read') {
            const expected = world.rowsOf(world.people);
            expect(await world.read(each.maxRows)).toEqual(expected);
          } else if (each.act === 'restart') {
            await world.close();
            await world.open(each.version, { maxChunkRows });
            expect(await world.read(4)).toEqual(world.rowsOf(world.people));
          } else {
            world.crash();
            await world.open(each.version, { maxChunkRows });
            await checkAfterCrash();
          }
        }
        await world.migrated();
        expect(world.rows.status).toMatchObject({ migration: { phase: 'done' }, damagedKeys: [] });
        expect(await world.read(5)).toEqual(world.rowsOf(world.people));
        await world.close();
        // Nothing is left of other versions, and nothing was taken for damaged.
        expect(world.device.durable.size).toBe(world.people.size);
      },
    ),
    cases(200),
  );
});
