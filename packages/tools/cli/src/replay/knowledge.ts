import { cliError } from '../errors.ts';
import type { ConcurrentTrace } from './trace.ts';

/** More cells than this (transactions × agents) do not fit a reasonable memory. */
const MAX_CELLS = 1 << 28;

/**
 * What each author knew at each transaction.
 *
 * Law: one agent's transactions are one line, so what is known of an agent is a number: how many of its first
 * transactions. What an author knows of itself is all that it made before.
 */
export interface Knowledge {
  readonly agentCount: number;
  /** Each agent's transactions, in its own order, as indices into the trace. */
  readonly lines: readonly (readonly number[])[];
  /** How many of `agent`'s transactions the author of `transaction` knew when making it. */
  known(transaction: number, agent: number): number;
}

/**
 * Reads the knowledge off the graph of a concurrent trace. O(transactions × agents).
 * @throws cli/agent-forks when an agent's transaction does not descend from its previous one; cli/trace-too-large
 */
export function knowledgeOf(trace: ConcurrentTrace): Knowledge {
  const { agentCount, transactions } = trace;
  const cells = transactions.length * agentCount;
  if (cells > MAX_CELLS)
    throw cliError('trace-too-large', {
      reason: `${transactions.length} transactions of ${agentCount} agents`,
    });
  const counts = new Int32Array(cells);
  const lines: number[][] = Array.from({ length: agentCount }, () => []);
  const count = (transaction: number, agent: number) => counts[transaction * agentCount + agent] ?? 0;
  const learn = (transaction: number, agent: number, known: number) => {
    const cell = transaction * agentCount + agent;
    if (known > (counts[cell] ?? 0)) counts[cell] = known;
  };
  for (const [index, { agent, parents }] of transactions.entries()) {
    for (const parent of parents) {
      for (let other = 0; other < agentCount; other += 1) learn(index, other, count(parent, other));
      const author = transactions[parent]?.agent ?? 0;
      learn(index, author, count(parent, author) + 1);
    }
    const line = lines[agent] ?? [];
    if (count(index, agent) !== line.length) {
      throw cliError('agent-forks', { transaction: index, previous: line.at(-1) ?? -1, agent });
    }
    line.push(index);
  }
  return { agentCount, lines, known: count };
}
