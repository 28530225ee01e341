import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { PEOPLE_VERSIONS, type PeopleVersion } from './people.fixture.ts';
import { PeopleDevice } from './rows-device.fixture.ts';

const ROWS = 32;

/** A device with people of one version, and what happens at each call of the storage from then on. */
async function settledPeople(from: PeopleVersion, at: () => void): Promise<PeopleDevice> {
  let isReady = false;
  const world = new PeopleDevice(ROWS, {
    at: (_, { method }) => {
      if (isReady && method === 'write') at();
    },
  });
  await world.open(from);
  const ids = Array.from({ length: ROWS }, (_, number) => `p${String(number).padStart(2, '0')}`);
  world.write(ids.map((id, number) => ({ id, person: { first: 'Ann', last: id, cents: number } })));
  await world.pass(100);
  await world.close();
  isReady = true;
  return world;
}

/** Writes, inserts and deletes rows all over the place while they are migrated. */
async function workUntilDone(world: PeopleDevice, isDead: () => boolean): Promise<void> {
  for (let round = 0; !isDead() && world.rows.status.migration.phase === 'running'; round += 1) {
    const id = `p${String((round * 13) % (ROWS + 8)).padStart(2, '0')}`;
    const person = round % 4 === 3 ? undefined : { first: 'Ben', last: `at${round}`, cents: round };
    world.write([{ id, person }]);
    await world.pass(7);
  }
}

describe.each(
  PEOPLE_VERSIONS.flatMap((from) =>
    PEOPLE_VERSIONS.filter((to) => to !== from).map((to) => [from, to] as const),
  ),
)('a migration from version %i to %i while rows are written', (from, to) => {
  test.each(PEOPLE_VERSIONS)('is killed at every write of its, and goes on in version %i', async (next) => {
    let kills = 0;
    let isThrough = false;
    for (; !isThrough; kills += 1) {
      let boundary = 0;
      let isDead = false;
      const world = await settledPeople(from, () => {
        if (boundary === kills && !isThrough) {
          isDead = true;
          world.crash();
        }
        boundary += 1;
      });
      await world.open(to);
      await workUntilDone(world, () => isDead);
      isThrough = !isDead;
      if (isThrough) await world.close();
      await world.open(next);
      const found = await world.read(5);
      const people = world.possible.filter((each) => isDeepStrictEqual(world.rowsOf(each), found))[0];
      expect(people, `killed at ${kills}`).toBeDefined();
      if (people === undefined) return;
      world.possible = [people];
      world.write([{ id: 'p05', person: { first: 'Zoë', last: 'Last', cents: 1 } }]);
      await world.migrated();
      expect(world.rows.status).toMatchObject({ migration: { phase: 'done' }, damagedKeys: [] });
      expect(await world.read(7), `killed at ${kills}`).toEqual(world.rowsOf(world.people));
      await world.close();
      expect(world.device.durable.size).toBe(world.people.size);
    }
    // Each of eight chunks is three writes or more, and each has two sides.
    expect(kills).toBeGreaterThan(40);
  });
});
