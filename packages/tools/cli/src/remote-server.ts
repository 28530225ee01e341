import { isJsonObject } from '@statehouse/kernel';
import { cliError } from './errors.ts';
import type { CommandServer } from './temporary-server.ts';

const TOKEN_LIMIT_MS = 5_000;

export interface RemoteServerOptions {
  /** `ws://…` or `wss://…`; without a path it is `/sync`. */
  readonly url: string;
  /** A token for it; without one, a development server is asked for one. */
  readonly token: string | undefined;
}

/**
 * A server that runs already.
 * @throws cli/usage when the address is not one of a WebSocket
 */
export function remoteServer({ url: given, token }: RemoteServerOptions): CommandServer {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || (url.protocol !== 'ws:' && url.protocol !== 'wss:')) {
    throw cliError('usage', { problem: `--url takes ws://… or wss://…, not "${given}"`, command: 'replay' });
  }
  if (url.pathname === '/') url.pathname = '/sync';
  const made = new Map<string, Promise<string>>();
  return {
    url: url.href,
    async token(user) {
      if (token !== undefined) return token;
      const known = made.get(user) ?? developmentToken(url, user);
      made.set(user, known);
      return known;
    },
    close: () => Promise.resolve(),
  };
}

/** `statehouse dev` gives a token to anybody on this machine who asks. */
async function developmentToken(url: URL, user: string): Promise<string> {
  const origin = `${url.protocol === 'wss:' ? 'https' : 'http'}://${url.host}`;
  const response = await ask(new URL('/dev/token', origin), origin, user);
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && isJsonObject(answer) && typeof answer.token === 'string') return answer.token;
  throw cliError('no-token', { url: origin });
}

async function ask(url: URL, origin: string, user: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
      signal: AbortSignal.timeout(TOKEN_LIMIT_MS),
    });
  } catch (cause) {
    throw cliError('server-unreachable', { url: origin, reason: 'no answer' }, { cause });
  }
}
