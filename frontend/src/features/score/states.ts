import type { MessageKey } from '$/messages';
import type { IconName } from '$/ui/Icon.svelte';
import type { ControlState, GateState } from './queries';

interface Look {
  label: MessageKey;
  icon: IconName;
  tone: 'good' | 'warn' | 'neutral';
}

/** How a state is shown: in words, with a sign, and with a colour besides. */
export const stateLooks: Record<ControlState, Look> = {
  MET: { label: 'score.met', icon: 'check', tone: 'good' },
  BELOW: { label: 'score.below', icon: 'below', tone: 'warn' },
  OPEN: { label: 'score.open', icon: 'circle', tone: 'neutral' },
  NOT_APPLICABLE: { label: 'score.notApplicable', icon: 'dash', tone: 'neutral' },
};

/** How a gate or an outcome stands: in words, with a sign, and with a colour besides. */
export const gateLooks: Record<
  GateState,
  { label: MessageKey; tag: { icon: IconName; tone: 'good' | 'bad' | 'neutral' } }
> = {
  PASSED: { label: 'score.gate.PASSED', tag: { icon: 'check', tone: 'good' } },
  FAILED: { label: 'score.gate.FAILED', tag: { icon: 'cross', tone: 'bad' } },
  OPEN: { label: 'score.gate.OPEN', tag: { icon: 'circle', tone: 'neutral' } },
};

export interface Counts {
  met: number;
  below: number;
  open: number;
  notApplicable: number;
}

export type Segment = keyof Counts;

export const SEGMENTS: readonly { name: Segment; state: ControlState }[] = [
  { name: 'met', state: 'MET' },
  { name: 'below', state: 'BELOW' },
  { name: 'open', state: 'OPEN' },
  { name: 'notApplicable', state: 'NOT_APPLICABLE' },
];
