import { parseRecording, replayRecording } from '@statehouse/hub/recording';
import { actorReducer } from '@statehouse/xstate';
import { expect, test } from 'vitest';
import { checkoutMachine } from '../machine/checkout-machine.ts';
import { createMannersStore } from './manners-store.ts';
import { checkoutRedactor, recordCheckout } from './recording.ts';
import { openWorld } from './testing/checkout-world.ts';
import { finish, PLACES } from './testing/places.ts';

const KEY = 'as many as sixteen bytes of a key';

test('a recording of a purchase holds nothing of the person, and plays to the same states in a fresh hub', async () => {
  const world = await openWorld();
  await PLACES.find(({ name }) => name === 'the wait after a lost answer')?.way(world);
  await finish(world);
  const file = await recordCheckout(world.session.hub, KEY);
  for (const secret of ['token-1', 'ending in 4242', 'Lovelace', 'St James', 'SW1Y', 'London'])
    expect({ secret, isThere: file.includes(secret) }).toEqual({ secret, isThere: false });
  const recording = parseRecording(file);
  const result = await replayRecording(recording, {
    stores: { checkout: actorReducer(checkoutMachine), manners: createMannersStore() },
    redactor: checkoutRedactor(KEY),
  });
  expect(result).toMatchObject({ ok: true, gaps: [], unchecked: 0 });
  expect(result.ok && result.madeAgain).toBeGreaterThan(10);
});
