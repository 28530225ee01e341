import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '@hocuspocus/server';
import { encodeStateAsUpdate } from 'yjs';
import { announce } from './announce.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-hocuspocus-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit(0));

/** As its users run it: every update is broadcast at once, and the whole document stored after a pause (2 s). */
const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  stopOnSignals: false,
  async onStoreDocument({ document, documentName }) {
    writeFileSync(join(folder, documentName), encodeStateAsUpdate(document));
  },
});
await server.listen();
announce(server.address);
