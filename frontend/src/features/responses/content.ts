import { request } from '$/kit/api';
import { language } from '$/messages';
import { contentQuery, type Content, type ContentGroup, type Control } from './queries';

const read = new Map<string, Promise<Content | null>>();

/** The pinned content in the reader's language; read once, since it never changes. */
export function contentOf(assessmentId: string): Promise<Content | null> {
  const name = `${language.code} ${assessmentId}`;
  let content = read.get(name);
  if (!content) {
    const variables = { id: assessmentId, language: language.code };
    content = request(contentQuery, variables).then(({ assessment }) => assessment);
    read.set(name, content);
    // A failure, or what does not exist yet, is not kept.
    content.then(
      (found) => {
        if (!found) read.delete(name);
      },
      () => read.delete(name),
    );
  }
  return content;
}

export interface Place {
  group: ContentGroup;
  control: Control;
  /** Counted over the whole assessment, from 1. */
  position: number;
  count: number;
  previous: Control | null;
  next: Control | null;
}

export function placeOf(content: Content, controlId: string): Place | null {
  const all = content.groups.flatMap((group) =>
    group.controls.map((control) => ({ group, control })),
  );
  const index = all.findIndex(({ control }) => control.id === controlId);
  const found = all[index];
  if (!found) return null;
  return {
    ...found,
    position: index + 1,
    count: all.length,
    previous: all[index - 1]?.control ?? null,
    next: all[index + 1]?.control ?? null,
  };
}
