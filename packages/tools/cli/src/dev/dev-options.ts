import { cliError } from '../errors.ts';

/** What `statehouse dev` was asked to do, checked. */
export interface DevOptions {
  /** Absolute path of the application's folder. */
  readonly appFolder: string;
  readonly host: string;
  /** The port asked for by name, or undefined: the first free one from {@link DEFAULT_PORT} on. */
  readonly port: number | undefined;
  /** The data folder asked for by name, or undefined: `.statehouse` beside where the command runs. */
  readonly dataFolder: string | undefined;
  /** Whether open pages follow changes of the application's sources. */
  readonly reload: boolean;
  /** Whether the page is built as it is published, or served from its sources, with checks for developers. */
  readonly production: boolean;
  /** Whether `/metrics` answers other machines too. */
  readonly openMetrics: boolean;
}

export const DEFAULT_PORT = 4400;
export const DEFAULT_DATA_FOLDER = '.statehouse';

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '::1']);

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Reads a port from the command line.
 * @throws StatehouseError `cli/usage`
 */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw cliError('usage', {
      problem: `--port takes a number from 0 to 65535, not "${text}"`,
      command: 'dev',
    });
  }
  return port;
}

/**
 * Development sign-in needs no password, so it stays on this machine unless the person says otherwise.
 * @throws StatehouseError `cli/host-open`
 */
export function checkHost(host: string, trustNetwork: boolean): void {
  if (!isLoopback(host) && !trustNetwork) throw cliError('host-open', { host });
}
