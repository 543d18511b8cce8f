import { request } from '$/kit/api';
import { language } from '$/messages';
import { moveNoticesMutation, readAllMutation, unreadAllMutation } from './queries';
import type { Notice, NoticeKind, NoticeState } from './queries';
import { unread } from './unread.svelte';

/** What was done last, and how it is taken back. */
export interface Done {
  what: 'READ' | 'UNREAD' | 'ARCHIVED' | 'all';
  count: number;
  undo: () => Promise<void>;
}

async function put(ids: readonly string[], state: NoticeState, keepalive = false): Promise<void> {
  const variables = { ids: [...ids], state, language: language.code };
  const { moveNotices: result } = await request(moveNoticesMutation, variables, { keepalive });
  if (result?.__typename !== 'NoticesMoved') throw new Error(result?.message);
  unread.count = result.unread;
}

/** Moves one notice; what it was before is where undoing puts it. */
export async function move(notice: Notice, state: NoticeState): Promise<Done> {
  await put([notice.id], state);
  return { what: state, count: 1, undo: () => put([notice.id], notice.state) };
}

/** Whoever opens what a notice speaks of has read it; the way there does not wait for it. */
export function opened(notice: Notice): void {
  if (notice.state !== 'UNREAD') return;
  put([notice.id], 'READ', true).catch(() => {
    // It stays unread, which hides nothing.
  });
}

/** Marks everything as read, of one kind or of all; undoing takes back exactly these. */
export async function readAll(kind: NoticeKind | null): Promise<Done> {
  const { readAllNotices: done } = await request(readAllMutation, { kind });
  if (!done) throw new Error('refused');
  unread.count = done.unread;
  const undo = async () => {
    const { unreadAllNotices: undone } = await request(unreadAllMutation, { readAt: done.readAt });
    if (undone) unread.count = undone.unread;
  };
  return { what: 'all', count: done.count, undo };
}
