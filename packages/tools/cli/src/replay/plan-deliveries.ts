import { assert } from '@statehouse/kernel';
import { type Knowledge, knowledgeOf } from './knowledge.ts';
import { serverOrder } from './server-order.ts';
import type { ConcurrentTrace } from './trace.ts';

/** A stretch of the log, `from <= position < to`, that one agent writes alone. */
export interface Run {
  readonly agent: number;
  readonly from: number;
  readonly to: number;
}

/** In which order the server must get a concurrent trace, and what each author may have been delivered when. */
export interface DeliveryPlan {
  /** Transactions (indices into the trace) in log order. */
  readonly order: readonly number[];
  /** By transaction: the least number of log entries that its author must have been delivered before making it. */
  readonly needs: Int32Array;
  /** By transaction: the greatest number of log entries that its author may have been delivered before making it. */
  readonly allows: Int32Array;
  /** Each agent's transactions in its own order. */
  readonly lines: readonly (readonly number[])[];
  /** The log in stretches that one submission can hold. */
  readonly turns: readonly Run[];
  /**
   * Agents whose submissions must hold one operation each. A client has one submission in flight, and puts all that
   * is pending into the next. These made edits ahead, before they were answered, that others' entries come before:
   * whole submissions would put them into the log too early.
   */
  readonly oneByOne: ReadonlySet<number>;
}

const MAX_TURN_TRANSACTIONS = 500;
/** Far below what a submission holds: operations have a frame around their text. */
const MAX_TURN_CHARACTERS = 60_000;

/**
 * Plans a concurrent trace.
 * @throws cli/no-server-order, cli/agent-forks, cli/trace-too-large
 */
export function planDeliveries(trace: ConcurrentTrace): DeliveryPlan {
  const knowledge = knowledgeOf(trace);
  const order = serverOrder(knowledge, trace.transactions.length);
  const { needs, allows } = bounds(knowledge, order);
  const { lines } = knowledge;
  const whole = turnsOf(order, trace);
  const oneByOne = agentsAhead(whole, lines, allows);
  const turns = whole.flatMap((turn) => (oneByOne.has(turn.agent) ? singles(turn) : turn));
  return { order, needs, allows, lines, turns, oneByOne };
}

function bounds({ agentCount, lines, known }: Knowledge, order: readonly number[]) {
  const place = new Int32Array(order.length);
  for (const [position, transaction] of order.entries()) place[transaction] = position;
  const needs = new Int32Array(order.length);
  const allows = new Int32Array(order.length);
  for (const [agent, line] of lines.entries()) {
    for (const transaction of line) {
      let least = 0;
      let greatest = order.length;
      for (let other = 0; other < agentCount; other += 1) {
        if (other === agent) continue;
        const count = known(transaction, other);
        const last = lines[other]?.[count - 1];
        const unseen = lines[other]?.[count];
        if (last !== undefined) least = Math.max(least, (place[last] ?? 0) + 1);
        if (unseen !== undefined) greatest = Math.min(greatest, place[unseen] ?? 0);
      }
      assert(
        least <= greatest,
        () => `transaction ${transaction} needs ${least} entries and allows ${greatest}`,
      );
      needs[transaction] = least;
      allows[transaction] = greatest;
    }
  }
  return { needs, allows };
}

/** The longest stretches of one agent that fit a submission. */
function turnsOf(order: readonly number[], { transactions }: ConcurrentTrace): readonly Run[] {
  const turns: Run[] = [];
  let from = 0;
  let characters = 0;
  for (const [position, index] of order.entries()) {
    const transaction = transactions[index];
    const first = transactions[order[from] ?? 0];
    const size = transaction?.patches.reduce((sum, { insert }) => sum + insert.length, 0) ?? 0;
    const isFull = position - from >= MAX_TURN_TRANSACTIONS || characters + size > MAX_TURN_CHARACTERS;
    if (position > from && (isFull || transaction?.agent !== first?.agent)) {
      turns.push({ agent: first?.agent ?? 0, from, to: position });
      from = position;
      characters = 0;
    }
    characters += size;
  }
  const last = transactions[order[from] ?? 0];
  if (last !== undefined) turns.push({ agent: last.agent, from, to: order.length });
  return turns;
}

/**
 * A turn begins with the answers to the agent's earlier ones. What the agent must make before it hears those, because
 * it made it without knowing entries among them, is pending when the turn's submission is formed. The agents for
 * which that is not part of the turn.
 */
function agentsAhead(
  turns: readonly Run[],
  lines: readonly (readonly number[])[],
  allows: Int32Array,
): ReadonlySet<number> {
  const made = lines.map(() => 0);
  const ownEnd = lines.map(() => 0);
  const ahead = new Set<number>();
  for (const { agent, from, to } of turns) {
    const count = (made[agent] ?? 0) + to - from;
    const following = lines[agent]?.[count];
    if (following !== undefined && (allows[following] ?? 0) < (ownEnd[agent] ?? 0)) ahead.add(agent);
    made[agent] = count;
    ownEnd[agent] = to;
  }
  return ahead;
}

function singles({ agent, from, to }: Run): readonly Run[] {
  return Array.from({ length: to - from }, (_, index) => ({
    agent,
    from: from + index,
    to: from + index + 1,
  }));
}
