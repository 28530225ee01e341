import { cliError } from '../errors.ts';
import type { Knowledge } from './knowledge.ts';

/**
 * A total order of all transactions in which every author, at every transaction, knows a prefix of the order besides
 * its own edits. For an author who had seen b up to i and c up to j: b's i-th stands before c's (j+1)-th, for each
 * pair; what an author had seen stands before what it then made; and each agent's line keeps its order.
 *
 * Among the possible orders it takes one with long runs of one agent, so that a run can travel as one submission.
 * @throws cli/no-server-order
 */
export function serverOrder(knowledge: Knowledge, transactionCount: number): readonly number[] {
  const graph = new PrecedenceGraph(transactionCount);
  for (const [agent, line] of knowledge.lines.entries()) addLine(graph, knowledge, agent, line);
  const next = knowledge.lines.map(() => 0);
  const order: number[] = [];
  while (order.length < transactionCount) {
    const agent = chooseAgent(graph, knowledge, next);
    if (agent === undefined) throw cliError('no-server-order', { stuck: stuckAt(knowledge, next) });
    const line = knowledge.lines[agent] ?? [];
    for (let at = next[agent] ?? 0; at < line.length; at += 1) {
      const transaction = line[at] ?? 0;
      if (!graph.isFree(transaction)) break;
      graph.take(transaction);
      order.push(transaction);
      next[agent] = at + 1;
    }
  }
  return order;
}

/** Of the agents that can go on, the one whose next transaction stands first in the trace. */
function chooseAgent(
  graph: PrecedenceGraph,
  { lines }: Knowledge,
  next: readonly number[],
): number | undefined {
  let chosen: number | undefined;
  let earliest = Number.POSITIVE_INFINITY;
  for (const [agent, line] of lines.entries()) {
    const transaction = line[next[agent] ?? 0];
    if (transaction === undefined || transaction >= earliest || !graph.isFree(transaction)) continue;
    chosen = agent;
    earliest = transaction;
  }
  return chosen;
}

function stuckAt({ lines }: Knowledge, next: readonly number[]): string {
  const stuck = lines.flatMap((line, agent) => line[next[agent] ?? 0] ?? []);
  return stuck
    .sort((a, b) => a - b)
    .slice(0, 5)
    .join(', ');
}

function addLine(graph: PrecedenceGraph, knowledge: Knowledge, agent: number, line: readonly number[]): void {
  for (const [at, transaction] of line.entries()) {
    const previous = line[at - 1];
    if (previous !== undefined) graph.precede(previous, transaction);
    for (let seen = 0; seen < knowledge.agentCount; seen += 1) {
      if (seen === agent) continue;
      const known = knowledge.known(transaction, seen);
      if (previous !== undefined && knowledge.known(previous, seen) === known) continue;
      addNews(graph, knowledge, transaction, agent, seen, known);
    }
  }
}

/** The author of `transaction` has newly seen `seen` up to `known`: that fixes its place among all other agents. */
function addNews(
  graph: PrecedenceGraph,
  { agentCount, lines, known: knownOf }: Knowledge,
  transaction: number,
  agent: number,
  seen: number,
  known: number,
): void {
  const last = lines[seen]?.[known - 1];
  const firstUnseen = lines[seen]?.[known];
  if (last !== undefined) graph.precede(last, transaction);
  for (let other = 0; other < agentCount; other += 1) {
    if (other === agent || other === seen) continue;
    const knownOther = knownOf(transaction, other);
    const otherLast = lines[other]?.[knownOther - 1];
    const otherUnseen = lines[other]?.[knownOther];
    if (last !== undefined && otherUnseen !== undefined) graph.precede(last, otherUnseen);
    if (otherLast !== undefined && firstUnseen !== undefined) graph.precede(otherLast, firstUnseen);
  }
}

/** Which transactions must wait for which. Edges are kept as linked lists in flat arrays. */
class PrecedenceGraph {
  readonly #waitsFor: Int32Array;
  readonly #firstEdge: Int32Array;
  readonly #edgeTarget: number[] = [];
  readonly #nextEdge: number[] = [];

  constructor(size: number) {
    this.#waitsFor = new Int32Array(size);
    this.#firstEdge = new Int32Array(size).fill(-1);
  }

  precede(earlier: number, later: number): void {
    this.#edgeTarget.push(later);
    this.#nextEdge.push(this.#firstEdge[earlier] ?? -1);
    this.#firstEdge[earlier] = this.#edgeTarget.length - 1;
    this.#waitsFor[later] = (this.#waitsFor[later] ?? 0) + 1;
  }

  isFree(transaction: number): boolean {
    return this.#waitsFor[transaction] === 0;
  }

  take(transaction: number): void {
    for (let edge = this.#firstEdge[transaction] ?? -1; edge >= 0; edge = this.#nextEdge[edge] ?? -1) {
      const target = this.#edgeTarget[edge] ?? 0;
      this.#waitsFor[target] = (this.#waitsFor[target] ?? 0) - 1;
    }
  }
}
