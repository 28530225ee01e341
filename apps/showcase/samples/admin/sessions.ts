import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@statehouse/kernel';
import { officeError } from './errors.ts';
import { numberOf, SqlFile, textOf } from './store/sql-file.ts';

/** Who may do what in the office: everybody who is in has all rights there. */
export interface Moderator {
  readonly tenant: string;
  readonly name: string;
}

export interface SessionOptions {
  readonly clock: Clock;
  /** How long a token is good; five minutes unless told. */
  readonly tokenMs?: number;
}

/** Handed out at sign-in and at each renewal. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
  readonly moderator: string;
}

const TOKEN_MS = 5 * 60_000;
const SESSION_MS = 30 * 24 * 60 * 60_000;
/** So many wrong passwords for one name in a tenant, then a pause. */
const MOST_ATTEMPTS = 5;
const PAUSE_MS = 30_000;
const MOST_COUNTED = 1_000;

/** The moderators of every office: it is a sample, and the sign-in says so. */
export const SAMPLE_MODERATORS = ['mara', 'tomas', 'ines'] as const;
export const SAMPLE_PASSWORD = 'open the office';

const TABLES = `CREATE TABLE IF NOT EXISTS sessions (
  hash TEXT PRIMARY KEY, tenant TEXT NOT NULL, moderator TEXT NOT NULL, endsAt INTEGER NOT NULL
)`;

/**
 * Sessions and the tokens that they hand out. A session is a secret that the browser keeps where no script reads it, and
 * that is stored here as a hash only; tokens are in memory, and gone when the process is.
 */
export class Sessions {
  readonly #file: SqlFile;
  readonly #clock: Clock;
  readonly #tokenMs: number;
  readonly #tokens = new Map<string, Moderator & { readonly expiresAt: number; readonly session: string }>();
  readonly #attempts = new Map<string, { readonly count: number; readonly lastAtMs: number }>();

  constructor(path: string, { clock, tokenMs = TOKEN_MS }: SessionOptions) {
    this.#file = new SqlFile(path, TABLES);
    this.#clock = clock;
    this.#tokenMs = tokenMs;
  }

  /**
   * Answers with the secret of a new session.
   *
   * @throws admin/wrong-password, admin/too-many-attempts
   */
  signIn(tenant: string, name: string, password: string): string {
    const nowMs = this.#clock.nowMs();
    const who = `${tenant} ${name}`;
    const before = this.#attempts.get(who);
    const waitMs = before === undefined ? 0 : before.lastAtMs + PAUSE_MS - nowMs;
    if (before !== undefined && before.count >= MOST_ATTEMPTS && waitMs > 0)
      throw officeError('too-many-attempts', { seconds: Math.ceil(waitMs / 1_000) });
    if (!SAMPLE_MODERATORS.some((known) => known === name) || !isSame(password, SAMPLE_PASSWORD)) {
      if (this.#attempts.size >= MOST_COUNTED) this.#attempts.clear();
      const count = waitMs > 0 ? (before?.count ?? 0) + 1 : 1;
      this.#attempts.set(who, { count, lastAtMs: nowMs });
      throw officeError('wrong-password');
    }
    this.#attempts.delete(who);
    const secret = randomBytes(32).toString('base64url');
    this.#file.run('DELETE FROM sessions WHERE endsAt < ?', nowMs);
    this.#file.run(
      'INSERT INTO sessions VALUES (?, ?, ?, ?)',
      hashOf(secret),
      tenant,
      name,
      nowMs + SESSION_MS,
    );
    return secret;
  }

  /** @throws admin/no-session */
  issue(secret: string): IssuedToken {
    const nowMs = this.#clock.nowMs();
    const session = hashOf(secret);
    const row = this.#file.row('SELECT * FROM sessions WHERE hash = ?', session);
    if (row === undefined || numberOf(row, 'endsAt') <= nowMs) throw officeError('no-session');
    for (const [token, { expiresAt }] of this.#tokens) if (expiresAt <= nowMs) this.#tokens.delete(token);
    const token = randomBytes(24).toString('base64url');
    const expiresAt = nowMs + this.#tokenMs;
    const [tenant, name] = [textOf(row, 'tenant'), textOf(row, 'moderator')];
    this.#tokens.set(token, { tenant, name, expiresAt, session });
    return { token, expiresAt, moderator: name };
  }

  /** @throws admin/no-token, admin/old-token */
  moderatorOf(authorization: string | undefined): Moderator {
    const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw officeError('no-token');
    const known = this.#tokens.get(token);
    if (known === undefined || known.expiresAt <= this.#clock.nowMs()) throw officeError('old-token');
    return known;
  }

  /** Ends a session and all tokens that it has handed out. */
  signOut(secret: string): void {
    const ended = hashOf(secret);
    this.#file.run('DELETE FROM sessions WHERE hash = ?', ended);
    for (const [token, { session }] of this.#tokens) if (session === ended) this.#tokens.delete(token);
  }

  close(): void {
    this.#file.close();
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
