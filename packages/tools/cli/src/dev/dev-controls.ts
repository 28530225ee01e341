import type { IncomingMessage, ServerResponse } from 'node:http';
import { isNetworkMode, NETWORK_MODES, type NetworkMode } from './joined-line.ts';
import type { ServerProcess, ServerState } from './server-process.ts';
import { isWindowLabel, type SyncProxy } from './sync-proxy.ts';

/** Who a page asks to be. */
export interface MadeUpPerson {
  readonly user: string;
  /** That of everybody who says nothing else, unless said otherwise. */
  readonly tenant?: string;
}

/** A token, and who it says that its bearer is. */
export interface IssuedToken {
  readonly token: string;
  readonly tenant: string;
  readonly user: string;
}

/** Makes a token for a made-up person. */
export type IssueToken = (person: MadeUpPerson) => Promise<IssuedToken>;

export interface DevControlsPorts {
  readonly server: ServerProcess;
  readonly proxy: SyncProxy;
  readonly issueToken: IssueToken;
  /** Made at start and written into the page; a control without it is refused. */
  readonly sessionToken: string;
  /** The origins under which this supervisor serves its page. */
  readonly origins: ReadonlySet<string>;
}

/** What the page shows about the development server. */
export interface DevState {
  readonly server: ServerState;
  readonly starts: number;
  readonly network: NetworkMode;
}

const NAME_WORDS = '1 to 64 letters, digits, or one of . _ @ -';

interface Answer {
  readonly status: number;
  readonly body: object;
}

const MOST_BODY_BYTES = 4_096;
/** Of users and of tenants. */
const NAME = /^[\w.@-]{1,64}$/;

/**
 * The routes under `/dev/`: only the supervisor's own page may use them. All need its Origin, which a page of another
 * site cannot forge; what changes anything needs the token made at start too. A sign-in token needs the Origin alone,
 * so that a program on this machine can be a made-up person as well.
 */
export async function answerControl(
  ports: DevControlsPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await decide(ports, request);
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(text);
}

async function decide(ports: DevControlsPorts, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method !== 'POST') return refuse(405, 'dev/method', 'Use POST.');
  const refusal = refuseStranger(ports, request, url.pathname !== '/dev/token');
  if (refusal !== undefined) return refusal;
  const body = await readJson(request);
  if (body === undefined) return refuse(400, 'dev/body', 'Send a small JSON object as application/json.');
  switch (url.pathname) {
    case '/dev/state':
      return { status: 200, body: stateFor(ports, body.window) };
    case '/dev/token':
      return token(ports, body);
    case '/dev/kill':
      ports.server.kill();
      return { status: 202, body: stateFor(ports, body.window) };
    case '/dev/restart':
      ports.server.restart();
      return { status: 202, body: stateFor(ports, body.window) };
    case '/dev/network':
      return network(ports, body.window, body.mode);
    default:
      return refuse(404, 'dev/unknown', 'There is no such control.');
  }
}

function refuseStranger(
  ports: DevControlsPorts,
  request: IncomingMessage,
  needsToken: boolean,
): Answer | undefined {
  if (!ports.origins.has(request.headers.origin ?? '')) {
    return refuse(403, 'dev/origin', 'Development controls answer only to the page that this server serves.');
  }
  if (needsToken && request.headers['x-statehouse-dev'] !== ports.sessionToken) {
    return refuse(403, 'dev/token', 'The page is from an earlier start: reload it.');
  }
  return undefined;
}

async function token(
  ports: DevControlsPorts,
  { user, tenant }: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  if (!isName(user)) return refuse(400, 'dev/user', `A user is ${NAME_WORDS}`);
  if (tenant === undefined) return { status: 200, body: await ports.issueToken({ user }) };
  if (!isName(tenant)) return refuse(400, 'dev/tenant', `A tenant is ${NAME_WORDS}`);
  return { status: 200, body: await ports.issueToken({ user, tenant }) };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}

function network(ports: DevControlsPorts, window: unknown, mode: unknown): Answer {
  if (!isWindowLabel(window) || !isNetworkMode(mode)) {
    return refuse(400, 'dev/network', `Send { window, mode }; a mode is one of ${NETWORK_MODES.join(', ')}.`);
  }
  ports.proxy.setMode(window, mode);
  return { status: 200, body: stateFor(ports, window) };
}

function stateFor(ports: DevControlsPorts, window: unknown): DevState {
  const mode = isWindowLabel(window) ? ports.proxy.modeOf(window) : 'live';
  return { server: ports.server.state, starts: ports.server.starts, network: mode };
}

function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
