import { counter, createDatabase, defineSchema, Snapshot, string, table, text } from '@statehouse/db';
import { type DocumentStore, snapshotForm, storeOf } from '@statehouse/db/store';
import { createHub, type Hub, type HubOptions } from '@statehouse/hub';
import { createRedactor, type Redactor, watchSecrets } from '@statehouse/hub/recording';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createReactiveStore, streamStore } from '@statehouse/rxjs';
import { onHub as machineOnHub } from '@statehouse/xstate';
import { onHub } from '@statehouse/zustand';
import { Subject } from 'rxjs';
import { createStore } from 'zustand/vanilla';
import { type Charge, createPaymentMachine } from './machine.ts';
import { openReduxStore, type PlaceOrder } from './redux-store.ts';

export const schema = defineSchema({
  version: 1,
  tables: { posts: table({ title: string(), body: text(), likes: counter(), token: string() }) },
});
export type Posts = typeof schema;

/** What a server sends now and then. */
export interface Price {
  readonly name: string;
  readonly cents: bigint;
  readonly at: Date;
}

export interface Tally {
  readonly counts: ReadonlyMap<string, number>;
  readonly alarms: number;
}

export type TallyAction =
  | { readonly type: 'count'; readonly name: string }
  | { readonly type: 'alarm'; readonly name: string };

export interface Filters {
  readonly query: string;
  readonly page: number;
}

export const forms = { posts: snapshotForm(schema) };

export function createApplicationRedactor(): Redactor {
  return createRedactor({
    sensitive: ['token', /^pass(word|phrase)$/, 'payment.context.card', 'payment.event.card'],
    open: ['kind'],
    key: 'the key of the application, long enough',
  });
}

export interface ApplicationOptions extends HubOptions {
  readonly seed: number;
  readonly answer: PlaceOrder;
  readonly charge: Charge;
  /** What the reducer reads that it should not. */
  readonly luck?: () => number;
}

/** One application with a store of every kind, all of them on one hub; its machine is not started yet. */
export function openApplication({ seed, answer, charge, luck, ...options }: ApplicationOptions) {
  const hub = createHub(options);
  const redactor = createApplicationRedactor();
  watchSecrets(hub, redactor);
  const shop = openReduxStore(hub, answer, luck);
  const database = createDatabase({ schema, random: seededRandom(seed, 'posts'), client: 'me' });
  const documentStore: DocumentStore<Posts> = storeOf(database);
  const posts = hub.add('posts', documentStore);
  const prices = new Subject<Price>();
  const priceStore = streamStore(prices, {
    name: 'price',
    initial: { name: 'none', cents: 0n, at: new Date(0) },
  });
  hub.add('prices', priceStore);
  const tally = createReactiveStore<Tally, TallyAction>({
    initial: { counts: new Map(), alarms: 0 },
    reduce: reduceTally,
  });
  const tallied = hub.add('tally', tally);
  // An epic: every tenth of a kind is an alarm.
  tally.actions$.subscribe(({ type, name }) => {
    if (type === 'count' && (tally.getState().counts.get(name) ?? 0) % 10 === 0)
      tally.dispatch({ type: 'alarm', name });
  });
  const filters = createStore<Filters>()(onHub(hub, 'filters')(() => ({ query: '', page: 1 })));
  const time = new VirtualTime();
  const payment = machineOnHub(hub, 'payment', createPaymentMachine(charge), {
    time,
    random: seededRandom(seed, 'payment'),
  });
  const shown = (): ReadonlyMap<string, unknown> =>
    new Map<string, unknown>([
      ['shop', shop.getState()],
      ['posts', documentStore.view.snapshot],
      ['prices', priceStore.getShown()],
      ['tally', tally.getShown()],
      ['filters', filters.getState()],
      ['payment', payment.hub.getShown()],
    ]);
  return { hub, redactor, shop, database, posts, prices, tally, tallied, filters, time, payment, shown };
}

export type Application = ReturnType<typeof openApplication>;

/** The stores of a hub by name, as a replay wants them. */
export function storesOf(hub: Hub) {
  return Object.fromEntries(hub.storeNames.map((name) => [name, hub.store(name)]));
}

function reduceTally({ counts, alarms }: Tally, { type, name }: TallyAction): Tally {
  if (type === 'alarm') return { counts, alarms: alarms + 1 };
  return { counts: new Map(counts).set(name, (counts.get(name) ?? 0) + 1), alarms };
}

/** A state of any of the stores, so that equal states are equal values. */
export function comparable(store: string, state: unknown): unknown {
  return store === 'posts' && isSnapshot(state) ? forms.posts.toPlain(state) : state;
}

function isSnapshot(state: unknown): state is Snapshot<Posts> {
  return state instanceof Snapshot && state.schema === schema;
}
