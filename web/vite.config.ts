import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The port of the hub beside it, read where the hub reads it: the environment, then .env. */
const { PORT = '3000' } = loadEnv('development', join(here, '..'), 'PORT');
const hub = `http://127.0.0.1:${PORT}`;

/** Compressed once here, so that the hub spends nothing on it at each first visit. */
const compress = (): Plugin => ({
  name: 'compress',
  closeBundle() {
    const assets = join(here, 'dist/assets');
    for (const name of readdirSync(assets).filter(entry => /\.(js|css)$/.test(entry))) {
      const bytes = readFileSync(join(assets, name));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes));
    }
  },
});

export default defineConfig({
  root: here,
  plugins: [react(), compress()],
  // The server puts a fresh nonce in the place of this word at each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // An inlined asset would be a data: URL that the page's policy refuses for scripts and fonts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { port: 5173, proxy: { '/api': hub, '/health': hub } },
});
