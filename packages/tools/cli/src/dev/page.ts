import { existsSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createServer, defaultClientConditions } from 'vite';
import { cliError } from '../errors.ts';

/** The application's page, served from its sources. */
export interface Page {
  serve(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly appFolder: string;
  /** Shared with everything else that the supervisor serves: there is only one port. */
  readonly httpServer: Server;
  readonly allowedHosts: readonly string[];
  /** Written into the page as `<meta name="statehouse-dev">`, so that only the page itself can use the controls. */
  readonly sessionToken: string;
  /** Whether open pages follow changes of the sources. */
  readonly reload: boolean;
  readonly production: boolean;
}

/**
 * Says early, and in one line, what a folder lacks to be an application.
 * @throws StatehouseError `cli/application-missing`
 */
export function checkApplication(folder: string): void {
  for (const file of ['index.html', 'server.ts']) {
    if (!existsSync(join(folder, file))) throw cliError('application-missing', { file, folder });
  }
}

/** Serves an application through Vite, as middleware on the supervisor's own port. */
export async function servePage(options: PageOptions): Promise<Page> {
  const vite = await createServer({
    root: options.appFolder,
    appType: 'spa',
    mode: options.production ? 'production' : 'development',
    logLevel: 'warn',
    clearScreen: false,
    resolve: { conditions: ['statehouse-source', ...defaultClientConditions] },
    server: {
      middlewareMode: true,
      cors: false,
      allowedHosts: [...options.allowedHosts],
      ws: { server: options.httpServer },
      ...(options.reload ? {} : { watch: null }),
    },
    plugins: [
      {
        name: 'statehouse:dev-session',
        transformIndexHtml: () => [
          { tag: 'meta', attrs: { name: 'statehouse-dev', content: options.sessionToken }, injectTo: 'head' },
        ],
      },
    ],
  });
  return {
    serve(request, response) {
      vite.middlewares(request, response, () => {
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end('Not found\n');
      });
    },
    close: () => vite.close(),
  };
}
