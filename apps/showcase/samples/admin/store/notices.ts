import { isNotice, type Notice } from '../../../src/rooms/admin/wire/notice.ts';
import { officeError } from '../errors.ts';
import type { SqlFile, SqlRow } from './sql-file.ts';

const MOST_LISTED = 100;

const NOTICES = `
  SELECT notices.*, EXISTS (SELECT 1 FROM noticesRead WHERE notice = notices.id AND moderator = ?) AS isRead FROM notices
`;

/** The newest first. */
export function listNotices(file: SqlFile, moderator: string): readonly Notice[] {
  return file.rows(`${NOTICES} ORDER BY at DESC, id LIMIT ?`, moderator, MOST_LISTED).map(noticeFrom);
}

export function addNotice(file: SqlFile, notice: Omit<Notice, 'isRead'>): void {
  const { id, kind, subject, text, at } = notice;
  file.run('INSERT INTO notices VALUES (?, ?, ?, ?, ?)', id, kind, subject, text, at);
}

/** @throws admin/unknown-notice */
export function markNotice(file: SqlFile, id: string, moderator: string, isRead: boolean): Notice {
  if (isRead)
    file.run('INSERT OR IGNORE INTO noticesRead SELECT id, ? FROM notices WHERE id = ?', moderator, id);
  else file.run('DELETE FROM noticesRead WHERE notice = ? AND moderator = ?', id, moderator);
  const row = file.row(`${NOTICES} WHERE id = ?`, moderator, id);
  if (row === undefined) throw officeError('unknown-notice', { id });
  return noticeFrom(row);
}

function noticeFrom(row: SqlRow): Notice {
  const notice = { ...row, isRead: row.isRead === 1 };
  if (!isNotice(notice)) throw new Error('The office holds a notice that is none.');
  return notice;
}
