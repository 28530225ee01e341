import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** The built page asks no other host for anything, whatever somebody writes into a document. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

const contentPolicy: Plugin = {
  name: 'showcase:content-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  plugins: [react(), contentPolicy],
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
    ],
  },
  // Read before anybody asks, so that the first visit does not wait for it either.
  server: { warmup: { clientFiles: ['./src/main.tsx', './src/rooms/*/*-room.tsx'] } },
  build: { target: 'es2024' },
});
