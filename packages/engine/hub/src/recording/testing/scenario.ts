import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { createHub, type Hub, type HubOptions } from '../../hub.ts';
import type { StoreHandle } from '../../join/store-handle.ts';
import { createRedactor, type Redactor } from '../../redaction/redactor.ts';
import type { Change } from '../../store/change.ts';
import { createPlainStore } from '../../store/plain-store.ts';
import type { Store } from '../../store/store.ts';
import type { ReplayedStore } from '../replay-recording.ts';
import { watchSecrets } from '../watch-secrets.ts';

/*
 * Five stores of an application, each as another library would keep it, and somebody who uses all of them at random.
 */

export const SENSITIVE = ['token', /^pass(word|phrase)$/, 'door.context.card.*', 'door.card.*'];

export function scenarioRedactor(): Redactor {
  return createRedactor({ sensitive: SENSITIVE, key: 'the key of the scenario, long enough' });
}

interface Session {
  readonly user: string | undefined;
  readonly token: string | null;
  readonly items: readonly { readonly id: number; readonly count: number }[];
  readonly messages: readonly string[];
}

type SessionAction =
  | { readonly type: 'login'; readonly user: string; readonly token: string }
  | { readonly type: 'logout' }
  | { readonly type: 'add'; readonly id: number }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'fail'; readonly password: string };

/** A reducer as Redux has it. */
export function reduceSession(state: Session, action: SessionAction): Session {
  switch (action.type) {
    case 'login':
      return { ...state, user: action.user, token: action.token };
    case 'logout':
      return { ...state, user: undefined, token: null };
    case 'add': {
      const known = state.items.some(({ id }) => id === action.id);
      const items = known
        ? state.items.map((item) => (item.id === action.id ? { ...item, count: item.count + 1 } : item))
        : [...state.items, { id: action.id, count: 1 }];
      return { ...state, items: items.slice(-20) };
    }
    case 'say':
      return { ...state, messages: [...state.messages, `${action.text} (bearer ${state.token})`].slice(-5) };
    case 'fail':
      throw new Error(`no entry with ${action.password}`, { cause: new TypeError(`bad ${action.password}`) });
  }
}

interface Door {
  readonly value: 'shut' | 'opening' | 'open';
  readonly context: {
    readonly card: { readonly number: string; readonly cvc: string } | undefined;
    readonly attempts: number;
    readonly timers: ReadonlyMap<string, number>;
  };
}

type DoorEvent =
  | { readonly type: 'SHOW'; readonly card: { readonly number: string; readonly cvc: string } }
  | { readonly type: 'xstate.after'; readonly delayMs: number }
  | { readonly type: 'PUSH' };

/** A transition as a machine has it; timers come as events. */
export function reduceDoor({ value, context }: Door, event: DoorEvent): Door {
  if (value === 'shut' && event.type === 'SHOW') {
    return {
      value: 'opening',
      context: { ...context, card: event.card, timers: new Map([['opening', 2_000]]) },
    };
  }
  if (value === 'opening' && event.type === 'xstate.after') {
    const attempts = context.attempts + 1;
    const isDone = attempts % 3 === 0;
    const timers = isDone
      ? new Map<string, number>()
      : new Map([...context.timers, [`again ${attempts % 3}`, event.delayMs]]);
    return { value: isDone ? 'open' : 'opening', context: { ...context, attempts, timers } };
  }
  if (value === 'open' && event.type === 'PUSH') {
    return { value: 'shut', context: { ...context, card: undefined, timers: new Map() } };
  }
  return { value, context };
}

interface Prices {
  readonly last: bigint;
  readonly byName: ReadonlyMap<string, number>;
  readonly seen: ReadonlySet<string>;
  readonly at: Date;
}

interface Price {
  readonly name: string;
  readonly cents: number;
  readonly atMs: number;
}

/** What a stream has gathered so far. */
export function reducePrices({ byName, seen, last }: Prices, { name, cents, atMs }: Price): Prices {
  return {
    last: last + BigInt(cents),
    byName: new Map([...byName, [name, cents] as const]),
    seen: new Set([...seen, name]),
    at: new Date(atMs),
  };
}

/** A stream: it sends out, and takes nothing in. */
function priceStream(): Store<Prices, Price> & { emit(price: Price): void } {
  const listeners = new Set<(change: Change<Prices, Price>) => void>();
  let state: Prices = { last: 0n, byName: new Map(), seen: new Set(), at: new Date(0) };
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reduce: reducePrices,
    emit(input) {
      const before = state;
      state = reducePrices(state, input);
      const change = { kind: 'emission', name: 'price', input, before, after: state } as const;
      for (const listener of listeners) listener({ ...change, origin: 'remote', durationMs: 0 });
    },
  };
}

interface Page {
  readonly version: number;
  readonly lines: readonly string[];
}

export function reducePage({ version, lines }: Page, input: string): Page {
  return { version: version + 1, lines: [...lines, input].slice(-20) };
}

/** A document, of which the journal keeps numbers only. */
function pageStore() {
  const states: Page[] = [];
  const numbers = new Map<Page, number>();
  const plain = createPlainStore<Page, string>({
    initial: { version: 0, lines: [] },
    reduce: reducePage,
    nameOf: () => 'append',
  });
  const marks = {
    mark(state: Page) {
      const number = numbers.get(state) ?? states.push(state) - 1;
      numbers.set(state, number);
      return number;
    },
    recall: (mark: unknown) => states[Number(mark)],
  };
  return { ...plain, marks };
}

/** A store that can do nothing but tell. */
function clockStore(): Store<{ readonly ticks: number }, never> & { tick(): void } {
  const plain = createPlainStore({
    initial: { ticks: 0 },
    reduce: ({ ticks }, _: null) => ({ ticks: ticks + 1 }),
  });
  return {
    getState: plain.getState,
    subscribe: (listener) => plain.subscribe((change) => listener({ ...change, input: undefined })),
    tick: () => plain.dispatch(null),
  };
}

export const REPLAYED: Readonly<Record<string, ReplayedStore>> = {
  session: reduceSession,
  door: reduceDoor,
  prices: reducePrices,
  page: reducePage,
  guest: reduceGuest,
};

export function reduceGuest(state: readonly string[], input: string): readonly string[] {
  return [...state, input].slice(-4);
}

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

/** Puts the five stores on a hub and makes so many inputs at random. */
export async function playScenario(
  seed: number,
  inputs: number,
  options: HubOptions = {},
): Promise<Scenario> {
  const random = seededRandom(seed, 'scenario');
  const hub = createHub(options);
  const redactor = scenarioRedactor();
  watchSecrets(hub, redactor);
  const known = new Map<number, ReadonlyMap<string, unknown>>();
  hub.subscribe(({ id, kind, name: joined, changes }) => {
    const states = new Map(hub.storeNames.map((name) => [name, hub.store(name).getState()]));
    // A store that joins is told of before it is on the hub.
    if (kind === 'joined')
      states.set(joined, joined === 'page' ? page.getState() : changes[0]?.states?.after);
    known.set(id, states);
  });
  const session = createPlainStore({
    initial: { user: undefined, token: null, items: [], messages: [] },
    reduce: reduceSession,
  });
  const door = createPlainStore({
    initial: { value: 'shut', context: { card: undefined, attempts: 0, timers: new Map() } },
    reduce: reduceDoor,
  });
  const [prices, page, clock] = [priceStream(), pageStore(), clockStore()];
  const sessions = hub.add('session', session);
  const doors = hub.add('door', door);
  hub.add('prices', prices);
  const pages = hub.add('page', page);
  if (options.journal === undefined) hub.add('clock', clock);
  // A reaction, so that there are causes.
  hub.react(doors, ({ value }) => {
    if (value === 'open' && drawInt(random, 2) === 0)
      sessions.dispatch({ type: 'say', text: 'the door is open' });
  });
  let guest: StoreHandle<readonly string[], string> | undefined;

  const secret = () => `${CANARY}-${drawInt(random, 12)}-${'x'.repeat(drawInt(random, 5))}`;
  const token = () => session.getState().token ?? 'nobody';
  const action = (): SessionAction =>
    drawOne<() => SessionAction>(random, [
      () => ({ type: 'login', user: drawOne(random, ['ada', 'ben']), token: secret() }),
      () => ({ type: 'logout' }),
      () => ({ type: 'add', id: drawInt(random, 30) }),
      () => ({ type: 'add', id: drawInt(random, 30) }),
      () => ({ type: 'say', text: `see https://x.org/?password=${secret()}&page=${drawInt(random, 9)}` }),
      () => ({ type: 'fail', password: secret() }),
    ])();
  const event = (): DoorEvent =>
    drawOne<() => DoorEvent>(random, [
      () => ({ type: 'SHOW', card: { number: secret(), cvc: '123' } }),
      () => ({ type: 'xstate.after', delayMs: drawInt(random, 3_000) }),
      () => ({ type: 'xstate.after', delayMs: drawInt(random, 3_000) }),
      () => ({ type: 'PUSH' }),
    ])();
  const acts: readonly (() => unknown)[] = [
    () => sessions.dispatch(action()),
    () => session.dispatch(action()),
    () => doors.dispatch(event()),
    () => door.dispatch(event()),
    () =>
      prices.emit({
        name: drawOne(random, ['tea', 'rye', 'oil']),
        cents: drawInt(random, 900),
        atMs: drawInt(random, 1e9),
      }),
    () => pages.dispatch(drawOne(random, ['one ', 'two ', `a ${CANARY}-1- b `])),
    () => clock.tick(),
    () =>
      hub.batch(
        'several',
        (send) => {
          for (let step = drawInt(random, 4); step >= 0; step -= 1) {
            if (drawInt(random, 2) === 0) send(sessions, action());
            else send(doors, event());
          }
        },
        drawOne(random, ['keep', 'undo']),
      ),
    () =>
      hub.effect(
        'sign in',
        async () => {
          if (drawInt(random, 3) === 0) throw new Error(`the server refuses ${token()}`, { cause: token() });
          return { token: secret() };
        },
        ({ token }) => sessions.dispatch({ type: 'login', user: 'ada', token }),
      ),
    () => {
      const choice = drawInt(random, 5);
      if (choice < 2) hub.checkpoints.save('good');
      else if (choice === 2) hub.checkpoints.restore('good');
    },
    () => {
      if (drawInt(random, 4) > 0) guest?.dispatch(drawOne(random, ['hello', 'again']));
      else if (guest === undefined) guest = hub.add('guest', guestStore());
      else {
        guest.leave();
        guest = undefined;
      }
    },
  ];
  for (let at = 0; at < inputs; at += 1) {
    try {
      await drawOne(random, acts)();
    } catch (error) {
      if (!(error instanceof Error) || !/no entry|refuses|batch several|no checkpoint/i.test(error.message))
        throw error;
    }
  }
  const shown = () =>
    new Map<string, unknown>([
      ['session', session.getShown()],
      ['door', door.getShown()],
      ['page', page.getShown()],
    ]);
  return { hub, redactor, known, shown };
}

function guestStore() {
  return createPlainStore<readonly string[], string>({
    initial: [],
    reduce: reduceGuest,
    nameOf: () => 'sign',
  });
}
