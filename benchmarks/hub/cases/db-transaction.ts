import { createDatabase, defineSchema, number, string, table } from '@statehouse/db';
import { storeOf } from '@statehouse/db/store';
import type { Hub } from '@statehouse/hub';
import { Stopwatch } from '../../contest/stopwatch.ts';
import { consume, type Timed, timedMeter } from '../../contest/timed-meter.ts';
import type { HubCase } from '../hub-case.ts';

const ROWS = 1_000;

const schema = defineSchema({ version: 1, tables: { posts: table({ title: string(), score: number() }) } });

/** Transactions of a local database that set one field of one row, with one subscriber. */
export const dbTransaction: HubCase = async ({ createHub }, options) => {
  check(createHub?.());
  return [timedMeter(transacting(createHub?.()), options)];
};

function openPosts(hub: Hub | undefined) {
  const database = createDatabase({ schema });
  const ids = Array.from({ length: ROWS }, (_, at) => `p${at}`);
  database.transact((tx) => {
    for (const id of ids) tx.posts.insert({ id, title: `Post ${id}`, score: 0 });
  });
  hub?.add('posts', storeOf(database));
  database.subscribe(() => consume(database.snapshot.table('posts').size));
  return {
    rate(at: number, score: number) {
      const id = ids[at % ROWS] ?? 'p0';
      database.transact((tx) => tx.posts.modify(id, { score }), { name: 'rate' });
    },
    scoreOf: (at: number) => database.snapshot.get('posts', `p${at}`)?.score,
  };
}

/** That all ways do the same thing, and the hub knows of it. */
function check(hub: Hub | undefined): void {
  const posts = openPosts(hub);
  for (let at = 0; at < 10; at += 1) posts.rate(at, at + 1);
  const entries = hub === undefined ? 11 : hub.journal.length;
  if (posts.scoreOf(9) !== 10 || entries !== 11)
    throw new Error(`a score of ${posts.scoreOf(9)} after 10 transactions, ${entries} entries`);
}

function transacting(hub: Hub | undefined): Timed {
  const posts = openPosts(hub);
  const stopwatch = new Stopwatch();
  let at = 0;
  return {
    case: 'db-transaction',
    metric: 'per-change',
    unit: 'us',
    collects: 'young',
    n: ROWS,
    run(operations) {
      stopwatch.start();
      for (let done = 0; done < operations; done += 1) {
        at += 1;
        posts.rate(at, at);
      }
      return stopwatch.stop();
    },
  };
}
