import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));
const components = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.svelte'))
  .sort();

/** Names of things and commands, the same in every language. */
const NAMES = /^(SHA-256|nisassess|NIS2|DORA)$|NISASSESS_TOKEN/;
/** What a reader sees or hears of an element. */
const SPOKEN = [
  'alt',
  'aria-description',
  'aria-label',
  'hint',
  'label',
  'legend',
  'placeholder',
  'summary',
  'text',
  'title',
];
const isText = (text: string): boolean => /\p{L}{2}/u.test(text) && !NAMES.test(text.trim());
/** Two words, the first with a capital: "Not saved". */
const isSentence = (text: string): boolean => /^\p{Lu}\p{Ll}+ \p{L}/u.test(text);

interface Node {
  type: string;
  name?: string;
  data?: string;
  value?: unknown;
  [key: string]: unknown;
}

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const one of value) yield* nodes(one);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (typeof (value as Node).type === 'string') yield value as Node;
  for (const [key, inner] of Object.entries(value)) if (key !== 'parent') yield* nodes(inner);
}

/** Texts of a component that stand in it themselves and not among the messages. */
function hardCoded(source: string): string[] {
  const found = new Set<string>();
  const { fragment, instance, module } = parse(source, { modern: true });
  for (const node of nodes(fragment)) {
    // What stands in <code> is for machines.
    if (node.name === 'code') node.fragment = null;
    if (node.type === 'Attribute') {
      const spoken = SPOKEN.includes(node.name ?? '');
      for (const text of nodes(node.value)) {
        if (text.type !== 'Text') continue;
        // Other attributes are names and addresses, not texts.
        if (!spoken) text.data = '';
      }
    }
  }
  for (const node of nodes([fragment, instance?.content, module?.content])) {
    const text = node.type === 'Text' ? node.data : node.value;
    if (node.type === 'Text' && isText(String(text))) found.add(String(text).trim());
    if (node.type === 'Literal' && typeof text === 'string' && isSentence(text)) found.add(text);
  }
  return [...found];
}

test('a text, an attribute that is read out and a sentence in code are found', () => {
  const source = `
    <script lang="ts">const said = busy ? 'Not saved yet' : t('ui.saved');</script>
    <p class="soft small">Hello there</p>
    <button aria-label="Close it" type="button">{t('ui.close')}</button>
    <code>read -rs</code> SHA-256`;
  expect(hardCoded(source).sort()).toEqual(['Close it', 'Hello there', 'Not saved yet']);
});

test.each(components)('%s holds no text of its own', (path) => {
  expect(hardCoded(readFileSync(`${here}${path}`, 'utf8'))).toEqual([]);
});
