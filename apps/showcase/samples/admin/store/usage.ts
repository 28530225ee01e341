import { isJsonObject } from '@statehouse/kernel';
import type { UsageBatch, UsageCount } from '../../../src/rooms/admin/wire/usage.ts';
import { numberOf, type SqlFile, textOf } from './sql-file.ts';

/** Of so many different things it is counted how often they were done. */
const MOST_NAMES = 100;
/** So long a batch that comes again is known. */
const KNOWN_MS = 30 * 24 * 60 * 60 * 1_000;

/** Counts a batch, unless it was counted before. Answers with whether it is new. */
export function countBatch(file: SqlFile, { id, events }: UsageBatch, nowMs: number): boolean {
  return file.transact(() => {
    file.run('DELETE FROM usageBatches WHERE takenAt < ?', nowMs - KNOWN_MS);
    if (file.run('INSERT OR IGNORE INTO usageBatches VALUES (?, ?)', id, nowMs) === 0) return false;
    for (const { name, atMs, properties } of events) {
      const text = JSON.stringify(properties);
      const isKnown = file.run(
        'UPDATE usage SET count = count + 1, at = ?, properties = ? WHERE name = ?',
        Math.round(atMs),
        text,
        name,
      );
      if (isKnown > 0) continue;
      file.run(
        'INSERT INTO usage SELECT ?, 1, ?, ? WHERE (SELECT COUNT(*) FROM usage) < ?',
        ...[name, Math.round(atMs), text, MOST_NAMES],
      );
    }
    return true;
  });
}

/** What was done most often first. */
export function listUsage(file: SqlFile): readonly UsageCount[] {
  return file.rows('SELECT * FROM usage ORDER BY count DESC, name').map((row) => {
    const properties: unknown = JSON.parse(textOf(row, 'properties'));
    return {
      name: textOf(row, 'name'),
      count: numberOf(row, 'count'),
      at: numberOf(row, 'at'),
      properties: isJsonObject(properties) ? properties : {},
    };
  });
}
