import type { JournalEntry } from '@statehouse/hub';

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/**
 * When something happened, by the clock on the wall.
 *
 * @param startedAtMs what the wall's clock said when the journal's was at 0
 */
export function timeOfEntry({ atMs }: Pick<JournalEntry, 'atMs'>, startedAtMs: number): string {
  return TIME.format(new Date(startedAtMs + atMs));
}
