import { randomBytes } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** Only the development server needs it: it writes a script into the page. */
const NONCE = randomBytes(16).toString('base64');

/** The page asks no other host for anything, and runs nothing but its own files, whatever somebody writes into a document. */
const policy = (scripts: string) => [
  "default-src 'self'",
  `script-src 'self'${scripts}`,
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "form-action 'self'",
  "base-uri 'none'",
];

const contentPolicy: Plugin = {
  name: 'showcase:content-policy',
  transformIndexHtml: (_, { server }) => {
    const content = policy(server === undefined ? '' : ` 'nonce-${NONCE}'`).join('; ');
    return [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' },
    ];
  },
};

const OFFICE_WORKER = 'src/rooms/admin/worker/office-worker.ts';

/** The service worker of the office, under an address of its own without a hash: browsers ask for it again by that. */
const officeWorker: Plugin = {
  name: 'showcase:office-worker',
  buildStart() {
    if (this.environment.mode === 'build')
      this.emitFile({ type: 'chunk', id: OFFICE_WORKER, fileName: 'office-worker.js' });
  },
  configureServer({ middlewares }) {
    middlewares.use('/office-worker.js', (_, response) => {
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('cache-control', 'no-cache');
      response.end(`import '/${OFFICE_WORKER}';`);
    });
  },
};

export default defineConfig(({ command }) => ({
  plugins: [react(), contentPolicy, officeWorker],
  ...(command === 'serve' ? { html: { cspNonce: NONCE } } : {}),
  resolve: { conditions: ['statehouse-source', ...defaultClientConditions] },
  // Named, so that the first visit does not find them one by one and reload.
  optimizeDeps: {
    include: [
      'react',
      'react-dom/client',
      'react/jsx-runtime',
      'react/jsx-dev-runtime',
      '@radix-ui/themes',
      'lucide-react',
      'idb',
      '@codemirror/commands',
      '@codemirror/state',
      '@codemirror/view',
      '@tanstack/react-virtual',
      'dompurify',
      '@reduxjs/toolkit',
      '@reduxjs/toolkit/query',
      '@reduxjs/toolkit/query/react',
      'react-redux',
      'rxjs',
      'uplot',
      'web-vitals/attribution',
    ],
  },
  // Read before anybody asks, so that the first visit does not wait for it either.
  server: { warmup: { clientFiles: ['./src/main.tsx', './src/rooms/*/*-room.tsx'] } },
  build: { target: 'es2024' },
}));
