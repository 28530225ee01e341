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
  readonly runs: readonly Run[];
  /**
   * True when a client may put into a submission whatever it has pending. False when some author made an edit ahead
   * of entries that come before it in the log, so that submissions must carry one operation each to let them in.
   */
  readonly wholeSubmissions: boolean;
}

/**
 * Plans a concurrent trace.
 * @throws cli/no-server-order, cli/agent-forks, cli/trace-too-large
 */
export function planDeliveries(trace: ConcurrentTrace): DeliveryPlan {
  const knowledge = knowledgeOf(trace);
  const order = serverOrder(knowledge, trace.transactions.length);
  const { needs, allows } = bounds(knowledge, order);
  const runs = runsOf(order, trace);
  const { lines } = knowledge;
  return { order, needs, allows, lines, runs, wholeSubmissions: fitsWholeSubmissions(runs, lines, allows) };
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

function runsOf(order: readonly number[], trace: ConcurrentTrace): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let position = 1; position <= order.length; position += 1) {
    const agent = trace.transactions[order[from] ?? 0]?.agent ?? 0;
    if (position < order.length && trace.transactions[order[position] ?? 0]?.agent === agent) continue;
    runs.push({ agent, from, to: position });
    from = position;
  }
  return runs;
}

/**
 * Within a run a client may need the answer to all but its last operation. The author's next transaction after the
 * run must not have to be made (and so be pending, and be sent along) before that answer arrives.
 */
function fitsWholeSubmissions(
  runs: readonly Run[],
  lines: readonly (readonly number[])[],
  allows: Int32Array,
): boolean {
  const done = lines.map(() => 0);
  for (const { agent, from, to } of runs) {
    done[agent] = (done[agent] ?? 0) + to - from;
    const following = lines[agent]?.[done[agent] ?? 0];
    if (following !== undefined && (allows[following] ?? 0) < to - 1) return false;
  }
  return true;
}
