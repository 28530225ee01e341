import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';

const ENTRY = fileURLToPath(new URL('./pages/page.ts', import.meta.url));

/** Serves the page of these tests, built as an application's would be, from a secure context. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePage(): Promise<PageServer> {
  const script = await built();
  const server = createServer((request, response) => {
    const isScript = request.url?.startsWith('/page.js') === true;
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(
      isScript ? script : '<!doctype html><title>Kept</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}/`, close: () => closed(server) };
}

async function built(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['statehouse-source', ...defaultClientConditions] },
    build: { write: false, lib: { entry: ENTRY, formats: ['es'], fileName: 'page' } },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const each of outputs) {
    const chunks = 'output' in each ? each.output : [];
    for (const chunk of chunks) if (chunk.type === 'chunk' && chunk.isEntry) return chunk.code;
  }
  throw new Error('nothing was built');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
