import type { Colleague } from './queries';

/** How a person stands in a text that is kept: by id. */
const MENTION = /@\{(per_[0-9a-hjkmnp-tv-z]{26})\}/g;
/** Up to what ends a sentence or a bracket: that belongs to the text around. */
const LINK = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;
const AFTER_LINK = /[.,;:!?)\]]+$/;

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; name: string; id: string }
  | { kind: 'link'; href: string; text: string };

/** A kept text as it is shown; whatever looks like a tag stays the text that it is. */
export function pieces(text: string, people: readonly Colleague[]): Piece[] {
  const names = new Map(people.map((one) => [one.id, one.name]));
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MENTION)) {
    const id = match[1] ?? '';
    const name = names.get(id);
    if (name === undefined) continue;
    addText(found, text.slice(from, match.index));
    found.push({ kind: 'mention', id, name });
    from = match.index + match[0].length;
  }
  addText(found, text.slice(from));
  return found;
}

function addText(found: Piece[], text: string): void {
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trimmed(match[0]);
    const href = address(shown);
    if (!href) continue;
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
    found.push({ kind: 'link', href, text: shown });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
}

/** A closing bracket belongs to the address if it opens in it. */
function trimmed(link: string): string {
  const end = AFTER_LINK.exec(link)?.[0] ?? '';
  if (end.startsWith(')') && link.includes('(')) return link.slice(0, link.length - end.length + 1);
  return link.slice(0, link.length - end.length);
}

/** The address, if it is one of the web and names no user: those are made to deceive. */
function address(text: string): string | null {
  try {
    const url = new URL(text);
    const web = url.protocol === 'https:' || url.protocol === 'http:';
    return web && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** What is being written: people by name, and which name is whom. */
export interface Draft {
  text: string;
  people: ReadonlyMap<string, string>;
}

export const EMPTY: Draft = { text: '', people: new Map() };

/** The name under which somebody stands in a draft; of two of one name the second is numbered. */
export function labelFor(draft: Draft, person: Colleague): string {
  let label = person.name;
  for (let number = 2; ; number += 1) {
    const taken = draft.people.get(label);
    if (taken === undefined || taken === person.id) return label;
    label = `${person.name} (${number})`;
  }
}

/** The draft as it is kept. The longest name goes first: one may begin like another. */
export function kept(draft: Draft): string {
  const labels = [...draft.people].sort(([one], [other]) => other.length - one.length);
  return labels.reduce((text, [label, id]) => text.replaceAll(`@${label}`, `@{${id}}`), draft.text);
}

/** A kept text as a draft, to be edited. */
export function draftOf(text: string, people: readonly Colleague[]): Draft {
  let draft: Draft = { text: '', people: new Map() };
  for (const person of people) {
    const label = labelFor(draft, person);
    draft = { ...draft, people: new Map(draft.people).set(label, person.id) };
  }
  const labels = new Map([...draft.people].map(([label, id]) => [id, label]));
  const shown = text.replace(MENTION, (whole, id: string) => {
    const label = labels.get(id);
    return label === undefined ? whole : `@${label}`;
  });
  return { ...draft, text: shown };
}

/** Puts a person where the cursor is, in place of an `@` that was just typed. */
export function mention(draft: Draft, person: Colleague, at: number): { draft: Draft; at: number } {
  const label = labelFor(draft, person);
  const before = draft.text.slice(0, at).replace(/@$/, '');
  const gap = before && !/\s$/.test(before) ? ' ' : '';
  const start = `${before}${gap}@${label} `;
  return {
    draft: {
      text: start + draft.text.slice(at).replace(/^ /, ''),
      people: new Map(draft.people).set(label, person.id),
    },
    at: start.length,
  };
}

/** Whether an `@` was just typed where a name may begin. */
export const asksForName = (text: string, at: number): boolean =>
  /(^|[\s(])@$/.test(text.slice(0, at));
