/** What the network switch can do to this window, from the best to the worst. */
export const NETWORK_MODES = ['live', 'slow', 'lossy', 'cut'] as const;

export type NetworkMode = (typeof NETWORK_MODES)[number];

/** Narrows what a control or an answer says to a mode. */
export function isNetworkMode(value: unknown): value is NetworkMode {
  return NETWORK_MODES.some((mode) => mode === value);
}

/** The development server's answer about itself. */
export interface DevState {
  readonly server: DevServerState;
  readonly network: NetworkMode;
}

export type DevServerState =
  | { readonly kind: 'starting' | 'killed' | 'closed' }
  | { readonly kind: 'running'; readonly pid: number }
  | { readonly kind: 'waiting'; readonly retryAtMs: number };

/** Whom a development token names. */
export interface DevIdentity {
  readonly tenant: string;
  readonly user: string;
}

/** The supervisor's controls, as far as this page may use them. */
export interface DevSession {
  /** Names this window's connections, so that they can be cut; not a secret. */
  readonly window: string;
  token(user: string): Promise<string>;
  /** Who a user is to the server: in which tenant, and by what name. Asked for once. */
  whoami(user: string): Promise<DevIdentity>;
  state(): Promise<DevState>;
  setNetwork(mode: NetworkMode): Promise<DevState>;
  kill(): Promise<DevState>;
  restart(): Promise<DevState>;
}

/** The session that the development server wrote into the page, or undefined when something else serves it. */
export function devSessionOf(page: Document, window: string): DevSession | undefined {
  const secret = page.querySelector<HTMLMetaElement>('meta[name="statehouse-dev"]')?.content;
  if (secret === undefined) return undefined;
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-statehouse-dev': secret },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      throw new Error(messageOf(answer) ?? `The development server answered ${response.status}.`);
    return answer;
  };
  const known = new Map<string, SignedIn>();
  const signIn = async (user: string): Promise<SignedIn> => {
    const signedIn = parseSignedIn(await post('/dev/token', { user }));
    known.set(user, signedIn);
    return signedIn;
  };
  const state = async (path: string, body: object = {}) =>
    parseDevState(await post(path, { window, ...body }));
  return {
    window,
    token: async (user) => (await signIn(user)).token,
    async whoami(user) {
      const { tenant, user: name } = known.get(user) ?? (await signIn(user));
      return { tenant, user: name };
    },
    state: () => state('/dev/state'),
    setNetwork: (mode) => state('/dev/network', { mode }),
    kill: () => state('/dev/kill'),
    restart: () => state('/dev/restart'),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function messageOf(answer: unknown): string | undefined {
  return isRecord(answer) && typeof answer.message === 'string' ? answer.message : undefined;
}

interface SignedIn extends DevIdentity {
  readonly token: string;
}

function parseSignedIn(answer: unknown): SignedIn {
  if (!isRecord(answer)) throw new Error('The development server sent no token.');
  const { token, tenant, user } = answer;
  if (typeof token !== 'string' || typeof tenant !== 'string' || typeof user !== 'string')
    throw new Error('The development server sent a token without saying whose it is.');
  return { token, tenant, user };
}

function parseDevState(answer: unknown): DevState {
  if (!isRecord(answer) || !isRecord(answer.server)) throw new Error('The development server sent no state.');
  return {
    server: parseServerState(answer.server),
    network: isNetworkMode(answer.network) ? answer.network : 'live',
  };
}

function parseServerState(server: Record<string, unknown>): DevServerState {
  const { kind, pid, retryAtMs } = server;
  if (kind === 'running' && typeof pid === 'number') return { kind, pid };
  if (kind === 'waiting' && typeof retryAtMs === 'number') return { kind, retryAtMs };
  if (kind === 'starting' || kind === 'killed' || kind === 'closed') return { kind };
  throw new Error('The development server is in a state that this page does not know.');
}
