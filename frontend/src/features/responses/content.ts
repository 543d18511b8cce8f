import { request } from '$/kit/api';
import { contentQuery, type Content, type ContentGroup, type Control } from './queries';

const read = new Map<string, Promise<Content | null>>();

/** The pinned content; read once, since it never changes. A failure is not kept. */
export function contentOf(assessmentId: string): Promise<Content | null> {
  let content = read.get(assessmentId);
  if (!content) {
    content = request(contentQuery, { id: assessmentId }).then(({ assessment }) => assessment);
    read.set(assessmentId, content);
    content.then(
      (found) => {
        if (!found) read.delete(assessmentId);
      },
      () => read.delete(assessmentId),
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
