import { describe, expect, test } from 'vitest';
import { asksForName, draftOf, EMPTY, kept, labelFor, mention, pieces } from './text';

const ada = { id: 'per_01jb2vz7aefd1v5zqw3s2m1n0k', name: 'Ada Ampère' };
const namesake = { id: 'per_01jb2vz7aefd1v5zqw3s2m1n1k', name: 'Ada Ampère' };
const al = { id: 'per_01jb2vz7aefd1v5zqw3s2m1n2k', name: 'Ada' };
const text = (content: string) => ({ kind: 'text', text: content });

describe('what is shown', () => {
  test('has people by the name that they have now', () => {
    expect(pieces(`Ask @{${ada.id}}.`, [ada])).toEqual([
      text('Ask '),
      { kind: 'mention', ...ada },
      text('.'),
    ]);
  });

  test('leaves a person that nobody knows, and all that looks like a tag, the text that it is', () => {
    const odd = `@{${ada.id}} <script>alert(1)</script> <img src=x onerror=alert(1)>`;
    expect(pieces(odd, [])).toEqual([text(odd)]);
  });

  test.each([
    ['See https://a.example/b.', 'https://a.example/b'],
    ['(https://a.example/b)', 'https://a.example/b'],
    ['https://a.example/x_(y)', 'https://a.example/x_(y)'],
    ['HTTP://a.example/?q=1&r=2,', 'http://a.example/?q=1&r=2'],
  ])('makes a link of the address in %s and of no more', (content, href) => {
    const links = pieces(content, []).filter((one) => one.kind === 'link');
    expect(links.map((one) => one.href)).toEqual([href]);
    expect(
      pieces(content, [])
        .map((one) => ('text' in one ? one.text : ''))
        .join(''),
    ).toBe(content);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'https://you@evil.example/',
    'http://',
    'file:///etc/passwd',
  ])('makes no link of %s', (content) => {
    expect(pieces(content, [])).toEqual([text(content)]);
  });
});

describe('a draft', () => {
  test('keeps people by their ids', () => {
    const { draft, at } = mention({ ...EMPTY, text: 'Hello @' }, ada, 7);
    expect(draft.text).toBe('Hello @Ada Ampère ');
    expect(at).toBe(draft.text.length);
    expect(kept(draft)).toBe(`Hello @{${ada.id}} `);
  });

  test('tells two people of one name, and a name that begins like another, apart', () => {
    let draft = mention(EMPTY, ada, 0).draft;
    draft = mention(draft, namesake, draft.text.length).draft;
    draft = mention(draft, al, draft.text.length).draft;
    expect(draft.text).toBe('@Ada Ampère @Ada Ampère (2) @Ada ');
    expect(kept(draft)).toBe(`@{${ada.id}} @{${namesake.id}} @{${al.id}} `);
    expect(labelFor(draft, ada)).toBe('Ada Ampère');
  });

  test('of a kept text is kept as the same text', () => {
    const content = `@{${ada.id}} and @{${namesake.id}}: look`;
    expect(kept(draftOf(content, [ada, namesake]))).toBe(content);
  });
});

test.each([
  ['@', true],
  ['Hello @', true],
  ['(@', true],
  ['ada@', false],
  ['@a', false],
])('after %s a name is asked for: %s', (content, asked) => {
  expect(asksForName(content, content.length)).toBe(asked);
});
