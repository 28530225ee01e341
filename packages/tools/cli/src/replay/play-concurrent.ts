import type { DeliveryPlan, Run } from './plan-deliveries.ts';
import type { Player } from './player.ts';
import { measureOf } from './splices-of.ts';
import type { ConcurrentTrace } from './trace.ts';

/** A player and how far it is in its agent's line. */
interface Author {
  readonly player: Player;
  /** The agent's transactions. */
  readonly line: readonly number[];
  /** How many of them it has made. */
  made: number;
  /** How many of them are in the log. */
  logged: number;
  /** How many entries of the plan it must have been handed to know that all it has in the log is there. */
  ownEnd: number;
}

/**
 * Plays a planned concurrent trace, one client for each agent that made anything. Agents write in the order of the
 * plan; each is handed no more of the log than its next transaction allows.
 */
export async function playConcurrent(
  trace: ConcurrentTrace,
  plan: DeliveryPlan,
  players: ReadonlyMap<number, Player>,
  progress: (done: number) => void,
): Promise<void> {
  const authors = new Map<number, Author>();
  let base = 0;
  for (const [agent, player] of players) {
    authors.set(agent, { player, line: plan.lines[agent] ?? [], made: 0, logged: 0, ownEnd: 0 });
    player.follow(measureOf(trace));
    player.line.hold();
    base = player.line.passed;
  }
  for (const turn of plan.turns) {
    const author = authors.get(turn.agent);
    if (author === undefined) continue;
    await Promise.race([takeTurn(trace, plan, author, turn, base), author.player.failed]);
    progress(turn.to);
  }
  for (const { player } of authors.values()) player.line.release(Number.POSITIVE_INFINITY);
  for (const { player } of authors.values()) {
    await Promise.race([player.line.whenReceived(base + plan.order.length), player.failed]);
    await Promise.race([player.document.whenSynced(), player.failed]);
  }
}

/** The agent makes its part of the log, and hears what it needs for that. `base` is the version before the trace. */
async function takeTurn(
  trace: ConcurrentTrace,
  plan: DeliveryPlan,
  author: Author,
  { from, to }: Run,
  base: number,
): Promise<void> {
  const { player, line } = author;
  await player.line.whenReceived(base + from);
  const make = () => {
    const index = line[author.made];
    const transaction = index === undefined ? undefined : trace.transactions[index];
    if (index === undefined || transaction === undefined) return;
    player.line.release(base + (plan.needs[index] ?? 0));
    author.made += 1;
    player.make(transaction, index);
  };
  const mustMakeBefore = (position: number) => {
    const index = line[author.made];
    return index !== undefined && (plan.allows[index] ?? 0) < position;
  };
  // The client sends nothing new before it has been handed its own last entries.
  while (mustMakeBefore(author.ownEnd)) make();
  player.line.release(base + author.ownEnd);
  author.logged += to - from;
  author.ownEnd = to;
  while (author.made < author.logged) make();
  await player.line.whenReceived(base + to);
}
