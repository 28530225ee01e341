import { PAGE_SIZE, type Page } from '../../../src/rooms/admin/wire/page.ts';
import { isUser, type User, type UserFilter, type UserSort } from '../../../src/rooms/admin/wire/user.ts';
import { officeError } from '../errors.ts';
import { numberOf, type SqlFile, type SqlRow } from './sql-file.ts';

const ORDERS: Readonly<Record<UserSort, string>> = {
  posts: 'postCount DESC, users.id',
  reputation: 'reputation DESC, users.id',
  name: 'name COLLATE NOCASE, users.id',
};

const USERS = 'SELECT users.*, (SELECT count(*) FROM posts WHERE author = users.id) AS postCount FROM users';
const WHERE = 'WHERE instr(lower(name), lower(?)) > 0 AND isSuspended >= ?';

export function listUsers(file: SqlFile, filter: UserFilter): Page<User> {
  const values = [filter.search, Number(filter.isSuspendedOnly)] as const;
  const total = numberOf(file.row(`SELECT count(*) AS total FROM users ${WHERE}`, ...values), 'total');
  const sql = `${USERS} ${WHERE} ORDER BY ${ORDERS[filter.sort]} LIMIT ? OFFSET ?`;
  const rows = file.rows(sql, ...values, PAGE_SIZE, filter.page * PAGE_SIZE).map(userFrom);
  return { rows, total };
}

/** @throws admin/unknown-user */
export function findUser(file: SqlFile, id: string): User {
  const row = file.row(`${USERS} WHERE users.id = ?`, id);
  if (row === undefined) throw officeError('unknown-user', { id });
  return userFrom(row);
}

/** @throws admin/unknown-user */
export function suspendUser(file: SqlFile, id: string, isSuspended: boolean): User {
  file.run('UPDATE users SET isSuspended = ? WHERE id = ?', Number(isSuspended), id);
  return findUser(file, id);
}

function userFrom(row: SqlRow): User {
  const user = { ...row, isSuspended: row.isSuspended === 1 };
  if (!isUser(user)) throw new Error('The office holds a user that is none.');
  return user;
}
