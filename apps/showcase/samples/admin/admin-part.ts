import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { House, RunningPart, ServerPart } from '@statehouse/cli';
import { dataFolder } from '../data-folder.ts';
import { officeError } from './errors.ts';
import { madeOffice } from './fill/made-office.ts';
import type { OfficeSample } from './fill/office-sample.ts';
import { readOffice } from './fill/read-office.ts';
import { type Answer, answerOf, refusalOf, sendAnswer } from './http/answer.ts';
import { Faults } from './http/faults.ts';
import { readBody } from './http/read-body.ts';
import { Offices } from './offices.ts';
import { type Asked, type Done, routeOf } from './routes.ts';
import { answerSession } from './session-routes.ts';
import { type SessionOptions, Sessions } from './sessions.ts';
import { givenAnswer, keepAnswer } from './store/given-answers.ts';
import { UsageRoutes } from './usage-routes.ts';

/** What of a house an office needs. */
export type OfficeHouse = Pick<House, 'dataFolder' | 'clock' | 'timers' | 'random' | 'identify'>;

/** The office: posts, users and notices over HTTP, and a stream of what happens to them, under `/app/admin/`. */
export const adminPart: ServerPart = {
  name: 'admin',
  start: async (house) => runOffice(house, (await readOffice(dataFolder())) ?? madeOffice()),
};

/** Starts the office with the data of a sample. */
export function runOffice(
  house: OfficeHouse,
  sample: OfficeSample,
  options: Omit<SessionOptions, 'clock'> = {},
): Required<RunningPart> {
  const { dataFolder: folder, clock, timers, random } = house;
  const sessions = new Sessions(join(folder, 'sessions.sqlite'), { ...options, clock });
  const offices = new Offices({ folder, sample, timers, random });
  const faults = new Faults(timers);
  const desk: Desk = { house, sessions, offices, faults, usage: new UsageRoutes(offices, clock) };
  return {
    async handle(request, response) {
      const answer = await answerTo(desk, request, response).catch(refusalOf);
      if (answer !== 'elsewhere') sendAnswer(response, answer);
    },
    async close() {
      offices.close();
      sessions.close();
    },
  };
}

interface Desk {
  readonly house: OfficeHouse;
  readonly sessions: Sessions;
  readonly offices: Offices;
  readonly faults: Faults;
  readonly usage: UsageRoutes;
}

const MOST_URL_LENGTH = 2_048;

/** `elsewhere`: the response is in other hands, or there is nobody to answer. */
async function answerTo(
  { house, sessions, offices, faults, usage }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | 'elsewhere'> {
  const { method = 'GET', url = '/', headers } = request;
  if (url.length > MOST_URL_LENGTH) throw officeError('no-such-thing');
  const { pathname, searchParams: search } = new URL(url, 'http://office');
  // Reachable while nothing else is: who has broken the server can mend it.
  if (pathname === '/fault')
    return answerOf(method === 'PUT' ? faults.set(request, await readBody(request)) : faults.get(request));
  if ((await faults.pass(request)) === 'gone') return 'elsewhere';
  if (pathname === '/session') return answerSession(house, sessions, request);
  if (pathname.startsWith('/usage/')) return usage.answer(request, pathname.slice('/usage/'.length));
  const { tenant, name: moderator } = sessions.moderatorOf(headers.authorization);
  const office = offices.of(tenant);
  if (pathname === '/events') {
    faults.holdStream(request, response);
    office.stream.open(response, headers['last-event-id']?.toString());
    return 'elsewhere';
  }
  const { route, id } = routeOf(method, pathname);
  const body = await readBody(request);
  const { clock, random } = house;
  const asked: Asked = { office, moderator, id, search, body, clock, random };
  const { answer, changes } = answerOnce(
    asked,
    keyOf(request),
    `${method} ${url} ${JSON.stringify(body)}`,
    route,
  );
  for (const change of changes) office.stream.tell(change);
  return answer;
}

/** Does what is asked, unless the same was asked with the same key before: then the answer is the one that was given. */
function answerOnce(
  asked: Asked,
  key: string | undefined,
  request: string,
  route: (asked: Asked) => Done,
): Done {
  const { moderator, clock } = asked;
  const { file } = asked.office;
  return file.transact(() => {
    const given = key === undefined ? undefined : givenAnswer(file, moderator, key, request);
    if (given !== undefined)
      return { answer: { ...given, headers: { 'idempotency-replayed': 'true' } }, changes: [] };
    const done = route(asked);
    if (key !== undefined) keepAnswer(file, moderator, key, request, done.answer, clock.nowMs());
    return done;
  });
}

/** @throws admin/bad-key */
function keyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\w.:-]{1,128}$/.test(key)) throw officeError('bad-key');
  return key;
}
