import { expect, test } from 'vitest';
import type { PlantedBug } from './faults.ts';
import { simulate } from './simulation.ts';

const seeds = Number(process.env.STATEHOUSE_SEEDS ?? 1_000);
const first = Number(process.env.STATEHOUSE_SEED ?? 1);

test(`the invariants hold at every step of ${seeds} worlds, whatever breaks in them`, {
  timeout: 1_800_000,
}, async () => {
  let entries = 0;
  let refusals = 0;
  let losses = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    try {
      const result = await simulate(seed);
      entries += result.entries;
      refusals += result.refusals;
      losses += result.losses;
    } catch (cause) {
      throw new Error(`seed ${seed} (STATEHOUSE_SEED=${seed} STATEHOUSE_SEEDS=1 replays it)`, { cause });
    }
  }
  expect(entries).toBeGreaterThan(seeds * 5);
  expect(refusals).toBeGreaterThan(0);
  expect(losses).toBeGreaterThan(seeds / 2);
});

test('a seed is a world: run twice, it does the same', async () => {
  for (const seed of [7, 50, 100]) expect(await simulate(seed)).toEqual(await simulate(seed));
});

const planted: readonly (readonly [PlantedBug, RegExp])[] = [
  ['disk-lies', /I2/],
  ['device-lies', /I2|I3|I4|I12/],
  ['resend-changed', /I3/],
  ['seen-untold', /I14/],
  ['own-forgotten', /I14/],
];

for (const [bug, invariant] of planted) {
  test(`a planted bug is caught: ${bug}`, async () => {
    const caught: string[] = [];
    for (let seed = 1; seed <= 200 && caught.length === 0; seed += 1) {
      const mix = { planted: bug, clientCrashWeight: 0.8, cutWeight: 0.8 };
      await simulate(seed, mix).catch((error: unknown) => caught.push(String(error)));
    }
    expect(caught[0]).toMatch(invariant);
  });
}
