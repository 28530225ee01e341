import type { IncomingMessage } from 'node:http';
import type { House } from '@statehouse/cli';
import { officeError } from './errors.ts';
import { type Answer, answerOf, NOTHING } from './http/answer.ts';
import { readBody } from './http/read-body.ts';
import { textIn } from './http/read-request.ts';
import type { Sessions } from './sessions.ts';

const COOKIE = 'office-session';
/** No script reads it, no other site sends it, and nothing else of the house gets it. */
const COOKIE_RULES = 'Path=/app/admin/session; HttpOnly; SameSite=Strict';

/**
 * `POST /session` signs in, `PUT` renews the token, `DELETE` signs out.
 *
 * @throws what {@link Sessions} throws; admin/not-in-house, admin/bad-request, admin/no-such-thing
 */
export async function answerSession(
  house: Pick<House, 'identify'>,
  sessions: Sessions,
  request: IncomingMessage,
): Promise<Answer> {
  switch (request.method) {
    case 'POST': {
      const body = await readBody(request);
      const caller = await house.identify(request);
      if (caller === undefined) throw officeError('not-in-house');
      const secret = sessions.signIn(caller.tenant, textIn(body, 'name'), textIn(body, 'password'));
      return { ...answerOf(sessions.issue(secret)), headers: cookie(`${secret}; Max-Age=2592000`) };
    }
    case 'PUT':
      return answerOf(sessions.issue(secretOf(request)));
    case 'DELETE':
      sessions.signOut(secretOf(request));
      return { ...NOTHING, headers: cookie('; Max-Age=0') };
    default:
      throw officeError('no-such-thing');
  }
}

function cookie(value: string) {
  return { 'set-cookie': `${COOKIE}=${value}; ${COOKIE_RULES}` };
}

function secretOf({ headers }: IncomingMessage): string {
  const secret = new RegExp(`(?:^|; )${COOKIE}=([\\w-]{1,200})(?:;|$)`).exec(headers.cookie ?? '')?.[1];
  if (secret === undefined) throw officeError('no-session');
  return secret;
}
