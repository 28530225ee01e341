import type { Player } from './player.ts';
import { measureOf } from './splices-of.ts';
import type { SequentialTrace } from './trace.ts';

/** Transactions made in one turn, before the client gets to send. */
const TURN_TRANSACTIONS = 500;
/** No more than so many wait for the server's answer: the next submission fills up while one is under way. */
const MAX_PENDING = 4_000;

/** Plays a sequential trace through one client, as fast as the server answers. */
export async function playSequential(
  trace: SequentialTrace,
  player: Player,
  progress: (done: number) => void,
): Promise<void> {
  player.follow(measureOf(trace));
  const { transactions } = trace;
  for (let from = 0; from < transactions.length; from += TURN_TRANSACTIONS) {
    for (const [offset, transaction] of transactions.slice(from, from + TURN_TRANSACTIONS).entries()) {
      player.make(transaction, from + offset);
    }
    await Promise.race([pendingAtMost(player, MAX_PENDING), player.failed]);
    progress(from);
  }
  await Promise.race([player.document.whenSynced(), player.failed]);
  progress(transactions.length);
}

function pendingAtMost(player: Player, limit: number): Promise<void> {
  const { document } = player;
  // Even with room, the turn has to end: sending is the client's own work.
  if (document.status.pending <= limit) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = document.subscribeStatus(() => {
      if (document.status.pending > limit) return;
      stop();
      resolve();
    });
  });
}
