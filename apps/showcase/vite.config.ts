import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
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
