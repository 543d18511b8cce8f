import type { Person } from '$/kit/live';
import { formatList } from '$/kit/format';
import type { Part } from './queries';

export interface Here {
  id: string;
  name: string;
  initials: string;
  /** Where, if there are several parts. */
  parts: string;
}

/** Who is on a control now, each once, however many windows they have open. */
export function here(people: readonly Person[], controlId: string, parts: readonly Part[]): Here[] {
  const found = new Map<string, { name: string; parts: Set<string> }>();
  for (const one of people) {
    if (one.controlId !== controlId) continue;
    const known = found.get(one.id) ?? { name: one.name, parts: new Set<string>() };
    const part = parts.length > 1 ? parts.find(({ id }) => id === one.partId) : undefined;
    if (part) known.parts.add(part.name);
    found.set(one.id, known);
  }
  return [...found].map(([id, { name, parts: names }]) => ({
    id,
    name,
    initials: initialsOf(name),
    parts: names.size ? formatList([...names]) : '',
  }));
}

export function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
