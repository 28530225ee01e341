import { once } from 'node:events';
import type { Server } from 'node:http';
import { systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { createDevAuth, createServer } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
import { createMetricsFront } from '../metrics/metrics-front.ts';
import { createServerMetrics } from '../metrics/server-metrics.ts';
import { openHouse } from '../parts/open-house.ts';
import { createPartFront } from '../parts/part-front.ts';
import { PartHost } from '../parts/part-host.ts';
import { createChildLog } from './child-log.ts';
import { type ListeningMessage, parseChildSettings, SETTINGS_VARIABLE } from './child-message.ts';
import { loadApplication } from './load-application.ts';

/**
 * The sync server as a process of its own, under the supervisor of `statehouse dev`. It listens on loopback only, says
 * where, and drains when it is asked to or when the supervisor is gone. Ctrl-C reaches the whole process group: it is
 * the supervisor who answers to it.
 */
const settings = parseChildSettings(process.env[SETTINGS_VARIABLE]);
if (settings === undefined || process.send === undefined) {
  process.stderr.write('statehouse: this process is started by `statehouse dev`, not by hand.\n');
  process.exit(2);
}
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

try {
  const { appFolder, dataFolder, secret, appKey } = settings;
  const { schema, roles, parts } = await loadApplication(appFolder);
  const store = await createSqliteLogStore({ folder: dataFolder });
  const log = createChildLog(dataFolder);
  const auth = createDevAuth({ secret });
  const metrics = createServerMetrics(systemClock);
  const server = await createServer({ schema, store, roles, auth, log, metrics: metrics.port });
  const outside = { clock: systemClock, timers: systemTimers, random: systemRandom };
  const { readMetrics } = metrics;
  const house = { url: server.url, schema, auth, dataFolder, log, readMetrics, ...outside };
  const host = new PartHost({
    timers: systemTimers,
    openHouse: (part) => openHouse(house, part),
    report(error) {
      process.stderr.write(`statehouse: ${error.message}\n`);
      log.info({ reason: error.message }, 'a part is in trouble');
    },
  });
  const front = createPartFront({ host, key: appKey, log });
  if (parts.length > 0) await once(front.listen({ host: '127.0.0.1', port: 0 }), 'listening');
  const metricsFront = createMetricsFront({ metrics, key: appKey, log });
  await once(metricsFront.listen({ host: '127.0.0.1', port: 0 }), 'listening');
  const close = async () => {
    await host.close();
    for (const each of [front, metricsFront]) {
      each.close();
      each.closeAllConnections();
    }
    metrics.stop();
    await server.close();
    await store.close();
    process.exit(0);
  };
  let isClosing = false;
  const closeOrFail = () => {
    if (isClosing) return;
    isClosing = true;
    close().catch(() => process.exit(1));
  };
  process.once('SIGTERM', closeOrFail);
  process.once('disconnect', closeOrFail);
  const appPort = portOf(front);
  const listening: ListeningMessage = {
    kind: 'listening',
    port: server.port,
    metricsPort: portOf(metricsFront) ?? 0,
    ...(appPort === undefined ? {} : { appPort }),
  };
  process.send(listening);
  host.start(parts);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`statehouse: the sync server cannot start: ${message.split('\n', 1)[0]}\n`);
  process.exit(1);
}

function portOf(front: Server): number | undefined {
  const address = front.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
