import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { createHub, type Hub, type HubOptions } from '../../hub.ts';
import type { StoreHandle } from '../../join/store-handle.ts';
import { createRedactor, type Redactor } from '../../redaction/redactor.ts';
import type { ReplayedStore } from '../replay-recording.ts';
import { watchSecrets } from '../watch-secrets.ts';
import {
  clockStore,
  type DoorEvent,
  doorStore,
  EMPTY_PAGE,
  guestStore,
  pageStore,
  priceStream,
  reduceDoor,
  reduceGuest,
  reducePage,
  reducePrices,
  reduceSession,
  type SessionAction,
  sessionStore,
} from './scenario-stores.ts';

/* Somebody who uses all stores at random. */

export const SENSITIVE = ['token', /^pass(word|phrase)$/, 'door.context.card.*', 'door.card.*'];

export function scenarioRedactor(): Redactor {
  return createRedactor({ sensitive: SENSITIVE, key: 'the key of the scenario, long enough' });
}

export const REPLAYED: Readonly<Record<string, ReplayedStore>> = {
  session: reduceSession,
  door: reduceDoor,
  prices: reducePrices,
  page: reducePage,
  guest: reduceGuest,
};

export interface Scenario {
  readonly hub: Hub;
  /** Has watched all along. */
  readonly redactor: Redactor;
  /** What an observer who writes everything down knows: the states of all stores after each entry. */
  readonly known: ReadonlyMap<number, ReadonlyMap<string, unknown>>;
  /** What is shown by each store that can show the past. */
  shown(): ReadonlyMap<string, unknown>;
}

/** Every secret that the scenario plants begins like this. */
export const CANARY = 'canary';

/**
 * Puts the stores on a hub and makes so many inputs at random. The clock comes along only where all states are kept:
 * where it has none, nobody can travel.
 */
export async function playScenario(
  seed: number,
  inputs: number,
  options: HubOptions = {},
): Promise<Scenario> {
  const random = seededRandom(seed, 'scenario');
  const hub = createHub(options);
  const redactor = scenarioRedactor();
  watchSecrets(hub, redactor);
  const known = watchStates(hub);
  const stores = joinedStores(hub, options.journal === undefined);
  // A reaction, so that there are causes.
  hub.react(stores.doors, ({ value }) => {
    if (value !== 'open' || drawInt(random, 2) > 0) return;
    stores.sessions.dispatch({ type: 'say', text: 'the door is open' });
  });
  const acts = [
    ...actsOfStores(stores, random),
    () => runBatch(hub, stores, random),
    () => signIn(hub, stores, random),
    () => useCheckpoints(hub, random),
    actOfGuest(hub, random),
  ];
  for (let at = 0; at < inputs; at += 1) {
    try {
      await drawOne<() => unknown>(random, acts)();
    } catch (error) {
      const isExpected =
        error instanceof Error && /no entry|refuses|batch several|no checkpoint/i.test(error.message);
      if (!isExpected) throw error;
    }
  }
  const { session, door, page } = stores;
  const shown = () =>
    new Map(Object.entries({ session, door, page }).map(([name, store]) => [name, store.getShown()]));
  return { hub, redactor, known, shown };
}

function watchStates(hub: Hub): ReadonlyMap<number, ReadonlyMap<string, unknown>> {
  const known = new Map<number, ReadonlyMap<string, unknown>>();
  hub.subscribe(({ id, kind, name, changes }) => {
    const states = new Map(hub.storeNames.map((each) => [each, hub.store(each).getState()]));
    // A store that joins is told of before it is on the hub; of the page there is but a mark.
    if (kind === 'joined') states.set(name, name === 'page' ? EMPTY_PAGE : changes[0]?.states?.after);
    known.set(id, states);
  });
  return known;
}

type Stores = ReturnType<typeof joinedStores>;

function joinedStores(hub: Hub, hasClock: boolean) {
  const [session, door, prices, page, clock] = [
    sessionStore(),
    doorStore(),
    priceStream(),
    pageStore(),
    clockStore(),
  ];
  const sessions = hub.add('session', session);
  const doors = hub.add('door', door);
  hub.add('prices', prices);
  const pages = hub.add('page', page);
  if (hasClock) hub.add('clock', clock);
  return { session, door, prices, page, clock, sessions, doors, pages };
}

function actsOfStores(
  { session, sessions, door, doors, prices, pages, clock }: Stores,
  random: Random,
): readonly (() => void)[] {
  return [
    () => sessions.dispatch(actionOf(random)),
    () => session.dispatch(actionOf(random)),
    () => doors.dispatch(eventOf(random)),
    () => door.dispatch(eventOf(random)),
    () =>
      prices.emit({
        name: drawOne(random, ['tea', 'rye', 'oil']),
        cents: drawInt(random, 900),
        atMs: drawInt(random, 1e9),
      }),
    () => pages.dispatch(drawOne(random, ['one ', 'two ', `a ${CANARY}-1- b `])),
    () => clock.tick(),
  ];
}

function runBatch(hub: Hub, { sessions, doors }: Stores, random: Random): void {
  hub.batch(
    'several',
    (send) => {
      for (let step = drawInt(random, 4); step >= 0; step -= 1) {
        if (drawInt(random, 2) === 0) send(sessions, actionOf(random));
        else send(doors, eventOf(random));
      }
    },
    drawOne(random, ['keep', 'undo']),
  );
}

function signIn(hub: Hub, { session, sessions }: Stores, random: Random): Promise<void> {
  const present = session.getState().token ?? 'nobody';
  return hub.effect(
    'sign in',
    async () => {
      if (drawInt(random, 3) === 0) throw new Error(`the server refuses ${present}`, { cause: present });
      return { token: secretOf(random) };
    },
    ({ token }) => sessions.dispatch({ type: 'login', user: 'ada', token }),
  );
}

function useCheckpoints(hub: Hub, random: Random): void {
  const choice = drawInt(random, 5);
  if (choice < 2) hub.checkpoints.save('good');
  else if (choice === 2) hub.checkpoints.restore('good');
}

/** Comes, signs, and leaves. */
function actOfGuest(hub: Hub, random: Random): () => void {
  let guest: StoreHandle<readonly string[], string> | undefined;
  return () => {
    if (drawInt(random, 4) > 0) guest?.dispatch(drawOne(random, ['hello', 'again']));
    else if (guest === undefined) guest = hub.add('guest', guestStore());
    else {
      guest.leave();
      guest = undefined;
    }
  };
}

function secretOf(random: Random): string {
  return `${CANARY}-${drawInt(random, 12)}-${'x'.repeat(drawInt(random, 5))}`;
}

function actionOf(random: Random): SessionAction {
  return drawOne<() => SessionAction>(random, [
    () => ({ type: 'login', user: drawOne(random, ['ada', 'ben']), token: secretOf(random) }),
    () => ({ type: 'logout' }),
    () => ({ type: 'add', id: drawInt(random, 30) }),
    () => ({ type: 'add', id: drawInt(random, 30) }),
    () => ({
      type: 'say',
      text: `see https://x.org/?password=${secretOf(random)}&page=${drawInt(random, 9)}`,
    }),
    () => ({ type: 'fail', password: secretOf(random) }),
  ])();
}

function eventOf(random: Random): DoorEvent {
  return drawOne<() => DoorEvent>(random, [
    () => ({ type: 'SHOW', card: { number: secretOf(random), cvc: '123' } }),
    () => ({ type: 'xstate.after', delayMs: drawInt(random, 3_000) }),
    () => ({ type: 'xstate.after', delayMs: drawInt(random, 3_000) }),
    () => ({ type: 'PUSH' }),
  ])();
}
