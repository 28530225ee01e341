import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, type Random, randomId, type Timers } from '@statehouse/kernel';
import { answerMetrics, type MetricsGatePorts } from '../metrics/metrics-gate.ts';
import { type AppProxyPorts, proxyApp } from '../parts/app-proxy.ts';
import { APP_PATH } from '../parts/part-address.ts';
import { serveBuiltPage } from './built-page.ts';
import { openDataFolder } from './data-folder.ts';
import { answerControl, type DevControlsPorts, type IssueToken } from './dev-controls.ts';
import { type DevOptions, isLoopback } from './dev-options.ts';
import { listenOnPort } from './listen.ts';
import { checkApplication, type Page, servePage } from './page.ts';
import { pathOf } from './path-of.ts';
import { ServerProcess, type ServerState } from './server-process.ts';
import { spawnServer } from './spawn-server.ts';
import { createSyncProxy, type SyncProxy } from './sync-proxy.ts';

/** Node's own default, said here because /app/ relies on it. */
const MOST_HEAD_BYTES = 16_384;

/** What goes on while an application is served; told to whoever shows it. */
export type DevEvent =
  | { readonly kind: 'port-taken'; readonly port: number }
  | {
      readonly kind: 'data-elsewhere';
      readonly folder: string;
      readonly usedBy: string;
      readonly instead: string;
    }
  | { readonly kind: 'server'; readonly state: ServerState };

export interface SupervisorPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  createTokenIssuer(secret: string): IssueToken;
  onEvent(event: DevEvent): void;
}

export interface Supervisor {
  readonly url: string;
  readonly dataFolder: string;
  /** Drains the sync server, ends every connection and frees the port and the data folder. */
  close(): Promise<void>;
}

/**
 * Serves an application on one port: its page, `/sync` joined to the sync server behind it and `/app/` to the parts
 * that run beside it, `/metrics`, `/healthz`, `/readyz` and the development controls. The sync server is a process of its own, so that its death does not take the page down.
 * @throws StatehouseError `cli/…` when the application, the port or the data folder cannot be used
 */
export async function startSupervisor(options: DevOptions, ports: SupervisorPorts): Promise<Supervisor> {
  checkApplication(options.appFolder);
  const http = createServer({ maxHeaderSize: MOST_HEAD_BYTES });
  const port = await listenOnPort(http, options.host, options.port, (taken) =>
    ports.onEvent({ kind: 'port-taken', port: taken }),
  );
  const url = `http://${bracketed(options.host)}:${port}/`;
  try {
    const data = await openDataFolder(options.dataFolder, url, port, ports.random);
    if (data.insteadOf !== undefined) {
      const { folder, url: usedBy } = data.insteadOf;
      ports.onEvent({ kind: 'data-elsewhere', folder, usedBy, instead: data.path });
    }
    const appKey = randomId(ports.random, 32);
    const server = new ServerProcess({
      clock: ports.clock,
      timers: ports.timers,
      spawn: () =>
        spawnServer({ appFolder: options.appFolder, dataFolder: data.path, secret: data.secret, appKey }),
      onState: (state) => ports.onEvent({ kind: 'server', state }),
    });
    server.start();
    const proxy = createSyncProxy(
      () => (server.state.kind === 'running' ? server.state.port : undefined),
      ports,
    );
    const controls: DevControlsPorts = {
      server,
      proxy,
      issueToken: ports.createTokenIssuer(data.secret),
      sessionToken: randomId(ports.random, 32),
      origins: new Set(hostNames(options.host).map((host) => `http://${bracketed(host)}:${port}`)),
    };
    const app: AppProxyPorts = {
      target() {
        const { state } = server;
        return state.kind === 'running' ? (state.appPort ?? 'none') : 'away';
      },
      key: appKey,
      origins: controls.origins,
    };
    const metrics: MetricsGatePorts = {
      target: () => (server.state.kind === 'running' ? server.state.metricsPort : undefined),
      key: appKey,
      origins: controls.origins,
      isOpen: options.openMetrics,
    };
    const page = await (options.production ? serveBuiltPage : servePage)({
      appFolder: options.appFolder,
      httpServer: http,
      allowedHosts: hostNames(options.host),
      sessionToken: controls.sessionToken,
      reload: options.reload,
    });
    http.on('request', (request, response) => route({ controls, app, metrics, page }, request, response));
    http.on('upgrade', (request, socket, head) => {
      const path = pathOf(request);
      // Whoever takes it over adds listeners of their own; until then nobody else would hear of a reset.
      socket.on('error', () => socket.destroy());
      const refuse = (status: string) =>
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      if (path.startsWith(APP_PATH)) {
        refuse('501 Not Implemented');
        return;
      }
      if (path !== '/sync') {
        // A page that is served from its sources has a socket of its own.
        if (options.production) refuse('404 Not Found');
        return;
      }
      if (isForeign(request, controls.origins)) {
        refuse('403 Forbidden');
        return;
      }
      proxy.accept(request, socket, head);
    });
    return {
      url,
      dataFolder: data.path,
      async close() {
        await closeAll(http, server, proxy, page);
        data.release();
      },
    };
  } catch (error) {
    http.close();
    throw error;
  }
}

interface Routes {
  readonly controls: DevControlsPorts;
  readonly app: AppProxyPorts;
  readonly metrics: MetricsGatePorts;
  readonly page: Page;
}

function route(routes: Routes, request: IncomingMessage, response: ServerResponse): void {
  const { controls, app, metrics, page } = routes;
  const path = pathOf(request);
  if (path === '/healthz') {
    respond(response, 200, { status: 'ok' });
  } else if (path === '/readyz') {
    const isReady = controls.server.state.kind === 'running';
    respond(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'server-away' });
  } else if (path === '/metrics') {
    answerMetrics(metrics, request, response);
  } else if (path.startsWith('/dev/')) {
    answerControl(controls, request, response).catch(() => response.destroy());
  } else if (path.startsWith(APP_PATH)) {
    proxyApp(app, request, response);
  } else {
    page.serve(request, response);
  }
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Programs send no Origin; a browser always does, and only the page's own is let in. */
function isForeign(request: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const origin = request.headers.origin;
  return origin !== undefined && !origins.has(origin);
}

function hostNames(host: string): string[] {
  return isLoopback(host) ? [...new Set([host, '127.0.0.1', 'localhost'])] : [host];
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

async function closeAll(
  http: ReturnType<typeof createServer>,
  server: ServerProcess,
  proxy: SyncProxy,
  page: Page,
): Promise<void> {
  http.close();
  await server.close();
  proxy.close();
  await page.close();
  http.closeAllConnections();
}
