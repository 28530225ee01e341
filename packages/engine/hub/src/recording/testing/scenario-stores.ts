import type { Change } from '../../store/change.ts';
import { createPlainStore } from '../../store/plain-store.ts';
import type { Store } from '../../store/store.ts';

/*
 * Five stores of an application, each as another library would keep it.
 */

interface Session {
  readonly user: string | undefined;
  readonly token: string | null;
  readonly items: readonly { readonly id: number; readonly count: number }[];
  readonly messages: readonly string[];
}

export type SessionAction =
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

export type DoorEvent =
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
export function priceStream(): Store<Prices, Price> & { emit(price: Price): void } {
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

export const EMPTY_PAGE: Page = { version: 0, lines: [] };

export function reducePage({ version, lines }: Page, input: string): Page {
  return { version: version + 1, lines: [...lines, input].slice(-20) };
}

/** A document, of which the journal keeps numbers only. */
export function pageStore() {
  const states: Page[] = [];
  const numbers = new Map<Page, number>();
  const plain = createPlainStore<Page, string>({
    initial: EMPTY_PAGE,
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
export function clockStore(): Store<{ readonly ticks: number }, never> & { tick(): void } {
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

export function sessionStore() {
  return createPlainStore({
    initial: { user: undefined, token: null, items: [], messages: [] },
    reduce: reduceSession,
  });
}

export function doorStore() {
  return createPlainStore({
    initial: { value: 'shut', context: { card: undefined, attempts: 0, timers: new Map() } },
    reduce: reduceDoor,
  });
}

export function reduceGuest(state: readonly string[], input: string): readonly string[] {
  return [...state, input].slice(-4);
}

export function guestStore() {
  return createPlainStore<readonly string[], string>({
    initial: [],
    reduce: reduceGuest,
    nameOf: () => 'sign',
  });
}
