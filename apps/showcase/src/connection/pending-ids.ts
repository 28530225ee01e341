import type { DocumentEvent } from '@statehouse/db';

/**
 * Which entities this window changed since the server last had everything.
 *
 * Invariant: empty whenever nothing waits for an answer.
 */
export interface PendingIds {
  readonly ids: ReadonlySet<string>;
}

export const NOTHING_PENDING: PendingIds = { ids: new Set() };

/** An own change touches its entities; a remote one touches nothing here. */
export function afterEvent(pending: PendingIds, event: Pick<DocumentEvent, 'cause' | 'effect'>): PendingIds {
  if (event.cause !== 'local') return pending;
  const fresh = event.effect.filter(({ id }) => !pending.ids.has(id));
  if (fresh.length === 0) return pending;
  return { ids: new Set([...pending.ids, ...fresh.map(({ id }) => id)]) };
}

/** Once nothing waits any more, nothing is marked. */
export function afterAnswer(pending: PendingIds, waiting: number): PendingIds {
  return waiting === 0 && pending.ids.size > 0 ? NOTHING_PENDING : pending;
}
