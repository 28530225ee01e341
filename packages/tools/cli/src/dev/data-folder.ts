import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Random, randomId } from '@statehouse/kernel';
import { cliError } from '../errors.ts';
import { DEFAULT_DATA_FOLDER } from './dev-options.ts';

/** A data folder that this process holds, with the secret that signs development tokens. */
export interface DataFolder {
  readonly path: string;
  readonly secret: string;
  /** Set when the usual folder was taken: what was in use, and by whom. */
  readonly insteadOf: { readonly folder: string; readonly url: string } | undefined;
  release(): void;
}

const LOCK_FILE = 'dev.lock';
const SECRET_FILE = 'dev-secret';
const SHORTEST_SECRET = 32;
const PROBE_LIMIT_MS = 1_000;

interface Lock {
  readonly pid: number;
  readonly url: string;
}

/**
 * Takes a data folder for one `statehouse dev` at a time: two servers never write the same logs. Without a folder
 * asked for by name, a second run in the same place gets a folder of its own beside the first.
 * @throws StatehouseError `cli/data-in-use`, `cli/data-unusable`
 */
export async function openDataFolder(
  asked: string | undefined,
  url: string,
  port: number,
  random: Random,
): Promise<DataFolder> {
  const usual = resolve(asked ?? DEFAULT_DATA_FOLDER);
  const holder = await takeLock(usual, url);
  if (holder === undefined) return held(usual, undefined, random);
  if (asked !== undefined) throw cliError('data-in-use', { folder: usual, url: holder.url });
  const own = join(usual, `port-${port}`);
  const ownHolder = await takeLock(own, url);
  if (ownHolder !== undefined) throw cliError('data-in-use', { folder: own, url: ownHolder.url });
  return held(own, { folder: usual, url: holder.url }, random);
}

function held(path: string, insteadOf: DataFolder['insteadOf'], random: Random): DataFolder {
  return {
    path,
    secret: readOrMakeSecret(path, random),
    insteadOf,
    release: () => rmSync(join(path, LOCK_FILE), { force: true }),
  };
}

/** Takes the lock, or says who holds it. A lock whose holder no longer serves its page counts for nothing. */
async function takeLock(folder: string, url: string): Promise<Lock | undefined> {
  const file = join(folder, LOCK_FILE);
  const text = JSON.stringify({ pid: process.pid, url });
  try {
    mkdirSync(folder, { recursive: true });
    if (writeNew(file, text)) return undefined;
    const holder = readLock(file);
    if (holder !== undefined && holder.url !== url && isAlive(holder.pid) && (await serves(holder.url)))
      return holder;
    rmSync(file, { force: true });
    if (writeNew(file, text)) return undefined;
    return readLock(file) ?? { pid: 0, url: 'another process' };
  } catch (error) {
    throw cliError('data-unusable', { folder, reason: reasonOf(error) }, { cause: error });
  }
}

async function serves(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return response.ok;
  } catch {
    return false;
  }
}

function writeNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function readLock(file: string): Lock | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('url' in value))
      return undefined;
    const { pid, url } = value;
    return typeof pid === 'number' && typeof url === 'string' ? { pid, url } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Kept between runs, so that windows which were open yesterday are still signed in. Only its owner can read it. */
function readOrMakeSecret(folder: string, random: Random): string {
  const file = join(folder, SECRET_FILE);
  try {
    if (existsSync(file)) {
      const kept = readFileSync(file, 'utf8');
      if (kept.length >= SHORTEST_SECRET) return kept;
    }
    const secret = randomId(random, 48);
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  } catch (error) {
    throw cliError('data-unusable', { folder, reason: reasonOf(error) }, { cause: error });
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.message : String(error));
}
