import { mkdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Schema } from '@statehouse/db';
import type { Clock, Random, Timers } from '@statehouse/kernel';
import type { MetricsReader } from '@statehouse/observe/live';
import type { DevAuth, ServerLog } from '@statehouse/server';
import { createSyncClient, type SyncClient } from '@statehouse/sync';
import type { House } from './server-part.ts';

/** What a house is made of: one server, and the folder of its data. */
export interface HouseOptions<S extends Schema> {
  /** Where the sync server listens. */
  readonly url: string;
  readonly schema: S;
  readonly auth: DevAuth;
  readonly dataFolder: string;
  readonly log: ServerLog;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readMetrics(): MetricsReader;
}

/** A house, and what ends its clients. */
export interface OpenHouse<S extends Schema> {
  readonly house: House<S>;
  close(): Promise<void>;
}

const PARTS_FOLDER = 'parts';
const BEARER = /^Bearer ([\w.~+/-]+=*)$/i;

/** Opens the house for one part. */
export function openHouse<S extends Schema>(options: HouseOptions<S>, part: string): OpenHouse<S> {
  const { url, schema, auth, clock, timers, random, readMetrics } = options;
  const dataFolder = join(options.dataFolder, PARTS_FOLDER, part);
  mkdirSync(dataFolder, { recursive: true });
  const clients = new Set<SyncClient<S>>();
  const house: House<S> = {
    dataFolder,
    log: logOf(options.log, part),
    clock,
    timers,
    random,
    readMetrics,
    connect(user, { tenant, clientId } = {}) {
      const identity = tenant === undefined ? { user } : { user, tenant };
      const client = createSyncClient({
        url,
        token: () => auth.issue(identity),
        schema,
        environment: { clock, timers, random },
        ...(clientId === undefined ? {} : { clientId }),
      });
      clients.add(client);
      return client;
    },
    async identify(request: IncomingMessage) {
      const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) return undefined;
      const verification = await auth.verify(token);
      if (verification.kind !== 'verified') return undefined;
      const { tenant, user } = verification.claims;
      return { tenant, user };
    },
  };
  return {
    house,
    async close() {
      await Promise.all([...clients].map((client) => client.close()));
    },
  };
}

function logOf(log: ServerLog, part: string): ServerLog {
  return {
    debug: (fields, message) => log.debug({ part, ...fields }, message),
    info: (fields, message) => log.info({ part, ...fields }, message),
    warn: (fields, message) => log.warn({ part, ...fields }, message),
    error: (fields, message) => log.error({ part, ...fields }, message),
  };
}
