import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne } from '@statehouse/kernel/testing';
import type { ConcurrentTrace, ConcurrentTransaction, Patch } from '../trace.ts';

/** A character of the whole history: who made it, and which transactions removed it. */
interface HistoryCharacter {
  readonly text: string;
  readonly madeBy: number;
  readonly removedBy: Set<number>;
}

interface Author {
  /** Transactions that it knows, its own included. */
  readonly known: Set<number>;
  /** Made, and not yet in the log. */
  readonly queue: number[];
  delivered: number;
  lastOwn: number | undefined;
}

export interface HistoryOptions {
  readonly agentCount: number;
  readonly steps: number;
  /** What authors type, one or several at a time. */
  readonly alphabet: readonly string[];
}

/**
 * A concurrent trace as it would be recorded from authors who edit against a real log: each knows a prefix of it and
 * its own edits. The final text puts each insertion directly behind its left neighbour.
 */
export function simulateHistory(
  random: Random,
  { agentCount, steps, alphabet }: HistoryOptions,
): ConcurrentTrace {
  const authors: Author[] = Array.from({ length: agentCount }, () => ({
    known: new Set(),
    queue: [],
    delivered: 0,
    lastOwn: undefined,
  }));
  const characters: HistoryCharacter[] = [];
  const transactions: ConcurrentTransaction[] = [];
  const log: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const agent = drawInt(random, agentCount);
    const author = authors[agent];
    if (author === undefined) continue;
    const what = random.next();
    if (what < 0.5) {
      const index = transactions.length;
      const parents = frontier(author, transactions);
      transactions.push({
        agent,
        parents,
        patches: editAtRandom(random, characters, author, index, alphabet),
      });
      author.known.add(index);
      author.queue.push(index);
    } else if (what < 0.75) {
      log.push(...author.queue.splice(0, 1 + drawInt(random, 3)));
    } else if (author.delivered < log.length) {
      const upTo = author.delivered + 1 + drawInt(random, log.length - author.delivered);
      for (const entry of log.slice(author.delivered, upTo)) author.known.add(entry);
      author.delivered = upTo;
    }
  }
  const endContent = characters.flatMap(({ text, removedBy }) => (removedBy.size > 0 ? [] : [text])).join('');
  const patchCount = transactions.reduce((sum, { patches }) => sum + patches.length, 0);
  const astral = alphabet.some((text) => text.length > 1);
  return { kind: 'concurrent', startContent: '', endContent, astral, patchCount, agentCount, transactions };
}

/** The known transactions that no other known one descends from. */
function frontier({ known }: Author, transactions: readonly ConcurrentTransaction[]): readonly number[] {
  const heads = new Set(known);
  const visit = (index: number) => {
    for (const parent of transactions[index]?.parents ?? []) {
      if (covered.has(parent)) continue;
      covered.add(parent);
      heads.delete(parent);
      visit(parent);
    }
  };
  const covered = new Set<number>();
  for (const index of known) visit(index);
  return [...heads];
}

function editAtRandom(
  random: Random,
  characters: HistoryCharacter[],
  { known }: Author,
  index: number,
  alphabet: readonly string[],
): readonly Patch[] {
  const patches: Patch[] = [];
  for (let count = 1 + drawInt(random, 2); count > 0; count -= 1) {
    const visible = characters.flatMap((character, at) =>
      (known.has(character.madeBy) || character.madeBy === index) &&
      !character.removedBy.has(index) &&
      ![...character.removedBy].some((remover) => known.has(remover))
        ? [at]
        : [],
    );
    const position = drawInt(random, visible.length + 1);
    const deleteCount = random.next() < 0.3 ? Math.min(visible.length - position, drawInt(random, 4)) : 0;
    const insert =
      deleteCount > 0 && random.next() < 0.5
        ? []
        : Array.from({ length: 1 + drawInt(random, 3) }, () => drawOne(random, alphabet));
    for (const at of visible.slice(position, position + deleteCount)) characters[at]?.removedBy.add(index);
    const behind = position === 0 ? 0 : (visible[position - 1] ?? 0) + 1;
    characters.splice(
      behind,
      0,
      ...insert.map((text) => ({ text, madeBy: index, removedBy: new Set<number>() })),
    );
    patches.push({ position, deleteCount, insert: insert.join('') });
  }
  return patches;
}
