import { request } from '$/kit/api';
import { live } from '$/kit/live.svelte';
import { t } from '$/messages';
import { readMutation, threadsQuery, type Thread } from './queries';
import { EMPTY, type Draft } from './text';

const PAGE = 20;
export type State = 'ANY' | 'OPEN' | 'RESOLVED' | 'UNREAD' | 'MENTIONED';

/** The threads of a control, or of an assessment, kept up to date. */
export class Threads {
  list = $state.raw<Thread[] | null>(null);
  failed = $state.raw<unknown>(null);
  more = $state(false);
  #after: string | null = null;
  #turn = 0;

  constructor(
    readonly assessmentId: string,
    private readonly controlId: string | null,
    private state: State = 'ANY',
  ) {}

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const shown = Math.min(100, Math.max(PAGE, this.list?.length ?? 0));
    await this.#read(turn, shown, null);
  }

  async loadMore(): Promise<void> {
    await this.#read(++this.#turn, PAGE, this.#after);
  }

  async choose(state: State): Promise<void> {
    this.state = state;
    this.list = null;
    await this.load();
  }

  /** Puts in what a mutation returned; where it goes decides the next reading. */
  put(thread: Thread): void {
    const known = this.list ?? [];
    const there = known.some((one) => one.id === thread.id);
    this.list = there
      ? known.map((one) => (one.id === thread.id ? thread : one))
      : [thread, ...known];
  }

  /** Listens until the result is called. */
  follow(): () => void {
    void this.load();
    return live.onDiscussed(this.assessmentId, (told) => {
      const here = told.controlId === null || !this.controlId;
      if (here || told.controlId === this.controlId) void this.load();
    });
  }

  async #read(turn: number, first: number, after: string | null): Promise<void> {
    const filter = { controlId: this.controlId, state: this.state };
    try {
      const variables = { id: this.assessmentId, first, after, filter };
      const { threads } = await request(threadsQuery, variables);
      if (turn !== this.#turn) return;
      const found = threads?.edges.map((edge) => edge.node) ?? [];
      this.list = after ? [...(this.list ?? []), ...found] : found;
      this.more = threads?.pageInfo.hasNextPage ?? false;
      this.#after = threads?.pageInfo.endCursor ?? null;
      this.failed = null;
    } catch (error) {
      if (turn === this.#turn) this.failed = error;
    }
  }
}

/** Notes as read what is on the screen; fails silently, it is tried again at the next look. */
export async function markRead(threads: readonly Thread[]): Promise<void> {
  const unread = threads.filter((one) => one.seen < one.comments.length).slice(0, 100);
  if (!unread.length) return;
  const given = unread.map((one) => ({ threadId: one.id, seen: one.comments.length }));
  try {
    await request(readMutation, { threads: given });
  } catch {
    // It stays unread.
  }
}

const drafts = new Map<string, Draft>();

/** What was typed and not sent yet; it outlives the page, though not the window. */
export const draftAt = (place: string): Draft => drafts.get(place) ?? EMPTY;

export function keepDraft(place: string, draft: Draft): void {
  if (draft.text.trim()) drafts.set(place, draft);
  else drafts.delete(place);
}

interface Refusal {
  __typename: string;
  message?: string;
  code?: string;
  issues?: readonly { code: string; message: string }[];
}

/** Why a comment was not taken, in the reader's language. */
export function refusalText(result: Refusal | null): string {
  const code = result?.issues?.[0]?.code ?? result?.code;
  switch (code) {
    case 'required':
      return t('discussions.problem.required');
    case 'too_long':
    case 'too_many_lines':
      return t('discussions.problem.tooLong');
    case 'bad_character':
      return t('discussions.problem.badCharacter');
    case 'too_many_mentions':
      return t('discussions.problem.tooManyMentions');
    case 'cannot_see':
      return t('discussions.problem.cannotSee');
    case 'too_fast':
      return t('discussions.problem.tooFast');
    case 'thread_full':
      return t('discussions.problem.threadFull');
    case 'deleted':
      return t('discussions.problem.deleted');
  }
  if (result?.__typename === 'CommentConflict') return t('discussions.problem.conflict');
  return result?.message ?? t('ui.unexpected');
}
