import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { explorerBuild } from './src/explorer/build';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run dev` finds the server: NISASSESS_SERVER=http://127.0.0.1:8000. */
const server = process.env.NISASSESS_SERVER ?? 'http://127.0.0.1:8000';

/** The texts of one language travel as one file. */
const languageOf = (id: string): string | null => {
  const [, code] = /messages\/(\w\w)\/\w+\.json$/.exec(id) ?? [];
  return code && code !== 'en' ? `messages-${code}` : null;
};

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/' : '/',
  plugins: [svelte(), explorerBuild()],
  resolve: { alias: { $: here('./src') } },
  build: {
    outDir: here('../nisassess/static'),
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy allows files of this origin only: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: { index: here('./index.html'), explorer: here('./explorer.html') },
      output: { codeSplitting: { groups: [{ name: languageOf }] } },
    },
  },
  server: {
    proxy: {
      '/evidence': server,
      '^/graphql$': {
        target: server,
        bypass: (request) =>
          request.method === 'GET' && request.headers.accept?.includes('text/html')
            ? '/explorer.html'
            : undefined,
      },
      '^/assessments/.*\\.xlsx$': server,
      '^/assessments/[^/]+/events$': server,
      '^/submissions/.*\\.(pdf|json|csv|xlsx|jws)$': server,
      '^/(statistics|register)/.*\\.csv': server,
      '^/profiles/.*/annex\\.(pdf|html)': server,
      '/seal': server,
      // The pages of these addresses are the application's.
      '^/(verify|submissions/import|unsubscribe)': {
        target: server,
        bypass: (request) =>
          request.method === 'GET' && request.headers.accept?.includes('text/html')
            ? '/index.html'
            : undefined,
      },
    },
  },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
}));
