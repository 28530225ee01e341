import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { runOffice } from '../admin-part.ts';
import { madeOffice } from '../fill/made-office.ts';
import type { OfficeSample } from '../fill/office-sample.ts';
import { SAMPLE_PASSWORD, type SessionOptions } from '../sessions.ts';

/** An office that listens on loopback, without the rest of the house. */
export interface OpenOffice {
  /** With the slash at its end. */
  readonly url: string;
  /** Every request so far, as `PATCH /posts/p1`. */
  readonly requests: readonly string[];
  /** The same office on the same address, as after a crash: tokens and streams are gone. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOfficeOptions extends Partial<SessionOptions> {
  readonly sample?: OfficeSample;
}

/** Whoever sends `Bearer house-<tenant>` is somebody of that tenant. */
export async function openOffice({
  sample = madeOffice(),
  ...session
}: OpenOfficeOptions = {}): Promise<OpenOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'statehouse-office-'));
  const house = {
    dataFolder: folder,
    clock: session.clock ?? systemClock,
    timers: systemTimers,
    random: systemRandom,
    identify: async ({ headers }: IncomingMessage) => {
      const tenant = /^Bearer house-(\w+)$/.exec(headers.authorization ?? '')?.[1];
      return tenant === undefined ? undefined : { tenant, user: 'somebody' };
    },
  };
  const start = () => runOffice(house, sample, session);
  let office = start();
  const requests: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url}`);
    Promise.resolve(office.handle(request, response)).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The office has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    requests,
    async restart() {
      await office.close();
      office = start();
    },
    async close() {
      await office.close();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What came back: its status, what it says, and who the server takes the asker for from now on. */
export interface Answered {
  readonly status: number;
  /** An empty object where nothing was said; a list is the `list` of one. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Somebody who asks an office for things. */
export interface Asker {
  ask(call: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Answered>;
}

/** @param headers sent with each request */
export function createAsker(url: string, headers: Readonly<Record<string, string>> = {}): Asker {
  return {
    async ask(call, body, more = {}) {
      const [method = 'GET', path = '/'] = call.split(' ');
      const response = await fetch(new URL(path.slice(1), url), {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
          ...more,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const said: unknown = text === '' ? {} : JSON.parse(text);
      const answered = isJsonObject(said) ? said : { list: said };
      return { status: response.status, body: answered, headers: response.headers };
    },
  };
}

/** A moderator who has signed in, with the token in every request and the cookie of the session. */
export async function signedIn(
  url: string,
  name = 'mara',
  tenant = 'acme',
): Promise<Asker & { readonly cookie: string; readonly token: string }> {
  const answered = await createAsker(url, { authorization: `Bearer house-${tenant}` }).ask('POST /session', {
    name,
    password: SAMPLE_PASSWORD,
  });
  const cookie = answered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const token = String(answered.body.token);
  return { ...createAsker(url, { authorization: `Bearer ${token}` }), cookie, token };
}
