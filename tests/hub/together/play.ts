import assert from 'node:assert/strict';
import { transaction } from '@statehouse/db/store';
import type { Hub, HubOptions } from '@statehouse/hub';
import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { handleOf } from '@statehouse/redux/hub';
import { type Application, comparable, openApplication, type Posts } from './application.ts';
import { placeOrder, session } from './redux-store.ts';

/** Every secret that is planted begins like this. */
export const CANARY = 'canary';

/** What somebody who writes everything down knows: all states after each entry. */
export type Known = ReadonlyMap<number, ReadonlyMap<string, unknown>>;

export interface Played extends Application {
  readonly known: Known;
}

type Act = () => unknown;

/** Uses an application at random: so many inputs, to all of its stores. */
export async function play(seed: number, inputs: number, options: HubOptions = {}): Promise<Played> {
  const random = seededRandom(seed, 'together');
  const application = openApplication({
    ...options,
    seed,
    answer: async (id) => {
      if (drawInt(random, 3) === 0) throw new Error(`no order ${id} for ${secretOf(random)}`);
      return { number: drawInt(random, 1_000) };
    },
    charge: async (card) => {
      if (drawInt(random, 2) === 0) throw new Error(`the bank is not there for ${card}`);
      return drawInt(random, 1_000);
    },
  });
  const known = writeDown(application);
  react(application);
  application.payment.start();
  const acts = [
    ...reduxActs(application, random),
    ...documentActs(application, random),
    ...streamActs(application, random),
    ...machineActs(application, random),
    () => application.filters.setState({ query: drawOne(random, ['a', 'b', 'c']), page: drawInt(random, 9) }),
    () => several(application, random),
  ];
  for (let at = 0; at < inputs; at += 1) {
    try {
      await drawOne(random, acts)();
    } catch (error) {
      if (!(error instanceof Error) || !/chokes/.test(error.message)) throw error;
    }
    assert.deepEqual(known.get(application.hub.journal.lastId), statesOf(application.hub));
  }
  return { ...application, known };
}

/** Every state that was told, so that those of the stores that did not change are those of the entry before. */
function writeDown({ hub }: Application): Map<number, ReadonlyMap<string, unknown>> {
  const known = new Map<number, ReadonlyMap<string, unknown>>();
  let states: ReadonlyMap<string, unknown> = statesOf(hub);
  known.set(hub.journal.lastId, states);
  hub.subscribe(({ id, changes }) => {
    const told = changes.flatMap(({ store, states: made }) =>
      made === undefined ? [] : [[store, comparable(store, made.after)] as const],
    );
    states = new Map([...states, ...told]);
    known.set(id, states);
  });
  return known;
}

/** The states as the stores themselves have them. */
function statesOf(hub: Hub): ReadonlyMap<string, unknown> {
  return new Map(hub.storeNames.map((name) => [name, comparable(name, hub.store(name).getState())]));
}

/** What one store makes another do. */
function react({ hub, tallied, posts, shop, payment }: Application): void {
  hub.react(tallied, ({ alarms }, { changes }) => {
    if (changes.some(({ name }) => name === 'alarm'))
      shop.dispatch(session.actions.noticed(`alarm ${alarms}`));
  });
  hub.react(payment.hub, ({ value }, { changes }) => {
    if (value === 'failed' && changes.some(({ name }) => name.startsWith('xstate.after')))
      shop.dispatch(session.actions.noticed('no payment'));
  });
  hub.react(posts, (_, { changes }) => {
    if (changes.some(({ name }) => name === 'publish')) shop.dispatch(session.actions.noticed('published'));
  });
}

function reduxActs({ shop }: Application, random: Random): readonly Act[] {
  const { signedIn, signedOut, noticed, broken } = session.actions;
  return [
    () => shop.dispatch(signedIn({ user: drawOne(random, ['ada', 'ben']), token: secretOf(random) })),
    () => shop.dispatch(signedOut()),
    () => shop.dispatch(noticed(`see https://x.org/?password=${secretOf(random)}`)),
    () => shop.dispatch(broken({ password: secretOf(random) })),
    () => shop.dispatch(placeOrder(`o${drawInt(random, 20)}`)),
    // Two under way at once.
    () => Promise.all([shop.dispatch(placeOrder('first')), shop.dispatch(placeOrder('second'))]),
  ];
}

function documentActs({ database }: Application, random: Random): readonly Act[] {
  const idOfPost = () => `p${drawInt(random, 12)}`;
  const write = () => {
    const id = idOfPost();
    const token = secretOf(random);
    database.transact(
      (tx) => {
        if (tx.posts.get(id) === undefined)
          tx.posts.insert({ id, title: `with ${token}`, body: 'Words.', likes: 0, token });
        else if (drawInt(random, 4) === 0) tx.posts.delete(id);
        else {
          tx.posts.increment(id, 'likes');
          tx.posts.text(id, 'body').splice(0, 0, drawOne(random, ['Some ', 'More ']));
          tx.posts.modify(id, { title: `now ${token}`, token });
        }
      },
      { name: drawOne(random, ['publish', 'edit']) },
    );
  };
  return [write, write, write, () => database.undo(), () => database.redo()];
}

function streamActs({ prices, tally }: Application, random: Random): readonly Act[] {
  return [
    () =>
      prices.next({
        name: drawOne(random, ['tea', 'rye']),
        cents: BigInt(drawInt(random, 900)),
        at: new Date(drawInt(random, 1e9)),
      }),
    () => tally.dispatch({ type: 'count', name: drawOne(random, ['views', 'clicks']) }),
  ];
}

function machineActs({ payment, time }: Application, random: Random): readonly Act[] {
  const pay = () => payment.send({ type: 'PAY', card: secretOf(random) });
  // A minute may hold several delays, of the machine and of its child; what they start answers before the next input.
  const wait = async () => {
    time.advance(drawInt(random, 3_000));
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return [
    pay,
    pay,
    wait,
    wait,
    wait,
    () => payment.send({ type: 'CANCEL' }),
    () => payment.send({ type: 'RESET' }),
  ];
}

/** One batch over stores of three kinds. */
function several({ hub, shop, posts, tallied, filters, payment }: Application, random: Random): void {
  const id = `p${drawInt(random, 12)}`;
  const like = transaction<Posts>('like', (tx) => {
    if (tx.posts.get(id) !== undefined) tx.posts.increment(id, 'likes');
  });
  hub.batch('several', (send) => {
    send(handleOf(shop), session.actions.noticed(`batch ${id}`));
    if (drawInt(random, 2) === 0) send(posts, like);
    send(tallied, { type: 'count', name: 'batches' });
    if (drawInt(random, 2) === 0) send(payment.hub, { type: 'CANCEL' });
    send(filters.hub, { name: 'first page', partial: { page: 1 }, replace: false });
  });
}

function secretOf(random: Random): string {
  return `${CANARY}-${drawInt(random, 12)}-${'x'.repeat(drawInt(random, 5))}`;
}
