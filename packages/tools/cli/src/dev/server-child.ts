import { createDevAuth, createServer } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
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
  const { schema, roles } = await loadApplication(settings.appFolder);
  const store = await createSqliteLogStore({ folder: settings.dataFolder });
  const log = createChildLog(settings.dataFolder);
  const server = await createServer({
    schema,
    store,
    roles,
    auth: createDevAuth({ secret: settings.secret }),
    log,
  });
  let isClosing = false;
  const close = async () => {
    if (isClosing) return;
    isClosing = true;
    await server.close();
    await store.close();
    process.exit(0);
  };
  const closeOrFail = () => void close().catch(() => process.exit(1));
  process.once('SIGTERM', closeOrFail);
  process.once('disconnect', closeOrFail);
  const listening: ListeningMessage = { kind: 'listening', port: server.port };
  process.send(listening);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`statehouse: the sync server cannot start: ${message.split('\n', 1)[0]}\n`);
  process.exit(1);
}
