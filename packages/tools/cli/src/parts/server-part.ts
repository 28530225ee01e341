import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Schema } from '@statehouse/db';
import type { Clock, Random, Timers } from '@statehouse/kernel';
import type { MetricsReader } from '@statehouse/observe/live';
import type { ServerLog } from '@statehouse/server';
import type { SyncClient } from '@statehouse/sync';

/**
 * Something of an application that runs beside its sync server, in the same process: REST endpoints, server-sent
 * events, bots, sample documents. An application's `server.ts` exports a list of them as `parts`.
 *
 * A part starts when the server listens already, and nobody waits for it. One that cannot start is reported and left
 * out; one that fails in a request answers 500. What it does outside of both, in timers and listeners, is its own to
 * catch: an error there ends the process, and the server is started again.
 */
export interface ServerPart<S extends Schema = Schema> {
  /** Its place in addresses, `/app/<name>/…`: 1 to 32 lowercase letters, digits and hyphens, a letter first. */
  readonly name: string;
  start(house: House<S>): Promise<RunningPart> | RunningPart;
}

/** A part that has started. */
export interface RunningPart {
  /**
   * Answers a request under `/app/<name>/`; `request.url` is what follows the name, from its slash on. Anything but
   * GET and HEAD comes from the application's own page only. How long a body may be is the part's to say. What it
   * writes is passed on unbuffered, so a response may stay open; its `close` event tells that the reader has gone.
   */
  handle?(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  /** Ends what it has begun, open responses included. After two seconds nobody waits any longer. */
  close(): Promise<void>;
}

/** Who sent a request, as their token says. */
export interface PartCaller {
  readonly tenant: string;
  readonly user: string;
}

export interface ConnectOptions {
  /** That of the development server's pages unless said otherwise. */
  readonly tenant?: string;
  /** A fixed id instead of a random one: whoever connects by it later takes the place of who did before. */
  readonly clientId?: string;
}

/** What a part gets from the process that it runs in. */
export interface House<S extends Schema = Schema> {
  /** A folder of the part's own; it exists. */
  readonly dataFolder: string;
  /** Lines carry the part's name. */
  readonly log: ServerLog;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Begins to read what the sync server and its process report. To be closed by who began. */
  readMetrics(): MetricsReader;
  /** A client of this server, signed in as that user, in memory only. It is closed with the part at the latest. */
  connect(user: string, options?: ConnectOptions): SyncClient<S>;
  /** Who asks, by the token in `Authorization: Bearer …`; undefined without one that is valid here. Never rejects. */
  identify(request: IncomingMessage): Promise<PartCaller | undefined>;
}

const PART_NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** What is wrong with a list of parts that an application exports, in words; undefined if nothing is. */
export function faultOfParts(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'it is not a list';
  const names = new Set<string>();
  for (const [index, part] of value.entries()) {
    if (!isServerPart(part)) return `item ${index} has no \`name\` or no \`start\``;
    if (!PART_NAME.test(part.name)) return `"${part.name}" is not a name for an address`;
    if (names.has(part.name)) return `two are named "${part.name}"`;
    names.add(part.name);
  }
  return undefined;
}

/** Narrows what a module exports; {@link faultOfParts} says why it is none. */
export function isPartList(value: unknown): value is readonly ServerPart[] {
  return faultOfParts(value) === undefined;
}

function isServerPart(value: unknown): value is ServerPart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'start' in value &&
    typeof value.start === 'function'
  );
}

/** Narrows what a part's `start` answers with: an application may be written without types. */
export function isRunningPart(value: unknown): value is RunningPart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'close' in value &&
    typeof value.close === 'function' &&
    (!('handle' in value) || value.handle === undefined || typeof value.handle === 'function')
  );
}
