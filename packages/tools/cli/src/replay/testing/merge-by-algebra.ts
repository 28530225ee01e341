import { composeText, type TextDelta, transformText } from '@statehouse/ot';
import { CodePointText } from '../code-point-text.ts';
import type { DeliveryPlan } from '../plan-deliveries.ts';
import { type Splice, splicesOf } from '../splices-of.ts';
import type { ConcurrentTrace, ConcurrentTransaction, TraceTransaction } from '../trace.ts';

/** An author without a network: what it sees, and the entries that it has not been delivered, as they apply to that. */
interface Author {
  text: string;
  readonly ahead: { delta: TextDelta; agent: number; position: number }[];
}

/**
 * Plays a planned trace with the text algebra alone: no clients, no sockets, no server. Answers what each author sees
 * in the end. `choose` may put other patches in the place of the recorded ones, given what the author sees.
 */
export function mergeByAlgebra(
  trace: ConcurrentTrace,
  plan: DeliveryPlan,
  choose: (transaction: ConcurrentTransaction, index: number, text: string) => TraceTransaction = (
    recorded,
  ) => recorded,
): readonly string[] {
  const authors: Author[] = plan.lines.map(() => ({ text: trace.startContent, ahead: [] }));
  for (const [position, index] of plan.order.entries()) {
    const transaction = trace.transactions[index];
    const author = authors[transaction?.agent ?? -1];
    if (transaction === undefined || author === undefined) continue;
    deliver(author, plan.needs[index] ?? 0);
    const made = choose(transaction, index, author.text);
    let delta = deltaOf(splicesOf(made, index, new CodePointText(author.text)));
    author.text = applyToText(author.text, delta);
    for (const entry of author.ahead) {
      const first = transaction.agent < entry.agent;
      const carried = transformText(entry.delta, delta, !first);
      delta = transformText(delta, entry.delta, first);
      entry.delta = carried;
    }
    for (const other of authors) {
      if (other !== author) other.ahead.push({ delta, agent: transaction.agent, position });
    }
  }
  for (const author of authors) deliver(author, plan.order.length);
  return authors.map(({ text }) => text);
}

function deliver(author: Author, upTo: number): void {
  let count = 0;
  for (const { delta, position } of author.ahead) {
    if (position >= upTo) break;
    author.text = applyToText(author.text, delta);
    count += 1;
  }
  author.ahead.splice(0, count);
}

function applyToText(text: string, delta: TextDelta): string {
  let result = '';
  let at = 0;
  for (const part of delta) {
    if (typeof part === 'string') result += part;
    else if (part > 0) result += text.slice(at, at + part);
    if (typeof part === 'number') at += Math.abs(part);
  }
  return result + text.slice(at);
}

function deltaOf(splices: readonly Splice[]): TextDelta {
  return splices.reduce<TextDelta>((delta, { position, deleteCount, insert }) => {
    const next: (number | string)[] = [];
    if (position > 0) next.push(position);
    if (insert !== '') next.push(insert);
    if (deleteCount > 0) next.push(-deleteCount);
    return delta.length === 0 ? next : composeText(delta, next);
  }, []);
}
