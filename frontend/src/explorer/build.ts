/** What GraphiQL needs at build time so that it runs under the strict Content-Security-Policy. */

import { fileURLToPath } from 'node:url';

import type { Plugin } from 'vite';

const GRAPHIQL_STYLES = /\/graphiql\/dist\/style\.css$/;
const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

export function explorerBuild(): Plugin {
  return {
    name: 'nisassess-explorer',
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: {
          'react-style-singleton': fileURLToPath(new URL('no-style-element.ts', import.meta.url)),
        },
      },
    }),
    // 'use client' means nothing here; a warning for each file would hide real ones.
    onLog: (_level, log) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? false : null),
    // Its fonts come as data: addresses, which the policy refuses; we use our own.
    transform(code, id) {
      return GRAPHIQL_STYLES.test(id)
        ? { code: code.replace(FONT_FACE, ''), map: null }
        : undefined;
    },
  };
}
