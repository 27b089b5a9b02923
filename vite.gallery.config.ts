import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The gallery (`renderer/gallery`): `npm run gallery` serves it, `npm run gallery -- build` writes `out/gallery`, which any
// static server can give out from any path.
export default defineConfig({
  root: resolve(import.meta.dirname, 'renderer/gallery'),
  base: './',
  plugins: [react()],
  server: { port: 5180, fs: { allow: [import.meta.dirname] } },
  // One file with every scene: nobody downloads it.
  build: { outDir: resolve(import.meta.dirname, 'out/gallery'), emptyOutDir: true, chunkSizeWarningLimit: 4_000 },
});
