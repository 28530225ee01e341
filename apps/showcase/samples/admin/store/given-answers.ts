import { officeError } from '../errors.ts';
import { numberOf, type SqlFile, textOf } from './sql-file.ts';

/** What was answered, so that who asks again for the same is told the same. */
export interface GivenAnswer {
  readonly status: number;
  readonly body: string;
}

const KEPT_MS = 24 * 60 * 60 * 1_000;

/**
 * The answer that was given to the request with this key.
 *
 * @param request what was asked, however it is written down; the same for the same
 * @throws admin/key-reused
 */
export function givenAnswer(
  file: SqlFile,
  moderator: string,
  key: string,
  request: string,
): GivenAnswer | undefined {
  const row = file.row('SELECT * FROM answers WHERE moderator = ? AND key = ?', moderator, key);
  if (row === undefined) return undefined;
  if (textOf(row, 'request') !== request) throw officeError('key-reused');
  return { status: numberOf(row, 'status'), body: textOf(row, 'body') };
}

/** Belongs into the transaction of the change itself. Answers older than a day go. */
export function keepAnswer(
  file: SqlFile,
  moderator: string,
  key: string,
  request: string,
  { status, body }: GivenAnswer,
  nowMs: number,
): void {
  file.run('DELETE FROM answers WHERE answeredAt < ?', nowMs - KEPT_MS);
  file.run('INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)', moderator, key, request, status, body, nowMs);
}
