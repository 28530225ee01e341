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
    ],
  },
  build: { target: 'es2024' },
});
