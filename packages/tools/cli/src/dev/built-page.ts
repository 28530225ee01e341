import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sirv from 'sirv';
import { build, defaultClientConditions } from 'vite';
import type { Page, PageOptions } from './page.ts';
import { pathOf } from './path-of.ts';
import { respondPlain } from './respond-plain.ts';

const ASSETS = '/assets/';

/**
 * Builds an application's page as it is published, in a second or so, and serves that: with it a window is open in a
 * tenth of the requests. It does not follow changes of the sources.
 */
export async function serveBuiltPage(options: PageOptions): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'statehouse-page-'));
  try {
    await build({
      root: options.appFolder,
      mode: 'production',
      logLevel: 'warn',
      resolve: { conditions: ['statehouse-source', ...defaultClientConditions] },
      build: { outDir: folder, emptyOutDir: true, reportCompressedSize: false },
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const index = withMeta(readFileSync(join(folder, 'index.html'), 'utf8'), options.sessionToken);
  // It is only ever served with the token in it.
  rmSync(join(folder, 'index.html'));
  const files = sirv(folder, {
    setHeaders: (response, path) => {
      // What is built carries its content's hash in its name.
      const kept = path.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('cache-control', kept);
    },
  });
  return {
    serve(request, response) {
      const isAsset = pathOf(request).startsWith(ASSETS);
      files(request, response, () => {
        if (isAsset) respondPlain(response, 404, 'Not found');
        else respondPlain(response, 200, index, 'text/html; charset=utf-8');
      });
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The page's own controls need the token that was made at start. */
function withMeta(html: string, sessionToken: string): string {
  return html.replace('<head>', `<head>\n    <meta name="statehouse-dev" content="${sessionToken}">`);
}
