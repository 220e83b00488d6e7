import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, defineConfig, loadEnv, type Plugin } from 'vite';

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

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; css?: string[] };

/** What opens without network: the shell with its menus and the entry of hours, with all they import. */
function shellFiles(): string[] {
  const manifest = JSON.parse(readFileSync(join(here, 'dist/.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const seen = new Set<string>();
  const follow = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) follow(next);
  };
  for (const [key, chunk] of Object.entries(manifest))
    if (chunk.isEntry || /app\/menus|features\/heures\/(jour|equipe|attente)\//.test(key)) follow(key);
  const files = [...seen].flatMap(key => [manifest[key]?.file ?? [], manifest[key]?.css ?? []].flat());
  return ['/', ...new Set(files.map(file => `/${file}`))];
}

/** Built apart and last: it names the files of the build it belongs to. */
const serviceWorker = (): Plugin => ({
  name: 'service-worker',
  apply: 'build',
  async closeBundle() {
    const shell = shellFiles();
    const sources = ['sw/sw.ts', 'sw/rules.ts', 'index.html'].map(file => readFileSync(join(here, file), 'utf8'));
    const hash = createHash('sha256')
      .update(JSON.stringify([shell, sources]))
      .digest('hex')
      .slice(0, 12);
    await build({
      configFile: false,
      root: here,
      logLevel: 'warn',
      define: { __SHELL__: JSON.stringify(shell), __BUILD__: JSON.stringify(hash) },
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: { input: join(here, 'sw/sw.ts'), output: { format: 'iife', entryFileNames: 'sw.js' } },
      },
    });
  },
});

export default defineConfig({
  root: here,
  plugins: [react(), compress(), serviceWorker()],
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
