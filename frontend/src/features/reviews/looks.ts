/** How states are shown; the words carry the meaning, tone and icon go with them. */

import type { IconName } from '$/ui/Icon.svelte';
import type { Proceeding } from './operator/queries';
import type { Question, Review } from './queries';

interface Look {
  tone: 'good' | 'warn' | 'bad' | 'info' | 'neutral';
  icon: IconName;
}

export const QUESTION_LOOKS: Record<Question['state'], Look> = {
  DRAFT: { tone: 'neutral', icon: 'lock' },
  ASKED: { tone: 'info', icon: 'info' },
  ANSWERED: { tone: 'warn', icon: 'alert' },
  SETTLED: { tone: 'good', icon: 'check' },
  WITHDRAWN: { tone: 'neutral', icon: 'dash' },
};

export const CASE_LOOKS: Record<Review['case']['state'], Look> = {
  REQUESTED: { tone: 'neutral', icon: 'circle' },
  OPENED: { tone: 'neutral', icon: 'half' },
  SUBMITTED: { tone: 'warn', icon: 'file' },
  IN_REVIEW: { tone: 'info', icon: 'half' },
  RETURNED: { tone: 'bad', icon: 'sync' },
  CLOSED: { tone: 'good', icon: 'check' },
  WITHDRAWN: { tone: 'neutral', icon: 'dash' },
};

export const PROCEEDING_LOOKS: Record<Proceeding['state'], Look> = {
  RECEIVED: { tone: 'neutral', icon: 'file' },
  IN_REVIEW: { tone: 'info', icon: 'half' },
  RETURNED: { tone: 'bad', icon: 'sync' },
  CLOSED: { tone: 'good', icon: 'check' },
};

/** A day from today, as a date field takes it. */
export function inDays(count: number): string {
  return new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
}
