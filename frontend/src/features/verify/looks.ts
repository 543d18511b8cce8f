import type { MessageKey } from '$/messages';
import type { IconName } from '$/ui/Icon.svelte';
import type { OfFile, State } from './verdict';

/** How a check went: in words, with a sign, and with a colour besides. */
export const stateLooks: Record<
  State,
  { label: MessageKey; icon: IconName; tone: 'good' | 'bad' | 'warn' }
> = {
  passed: { label: 'verify.state.passed', icon: 'check', tone: 'good' },
  failed: { label: 'verify.state.failed', icon: 'cross', tone: 'bad' },
  unknown: { label: 'verify.state.unknown', icon: 'info', tone: 'warn' },
};

export const verdictTones: Record<OfFile['verdict'], 'good' | 'bad' | 'warn'> = {
  genuine: 'good',
  altered: 'bad',
  unknown: 'warn',
};

const CHECKS: Record<string, MessageKey> = {
  file: 'verify.check.file',
  data: 'verify.check.data',
  signature: 'verify.check.signature',
  seal: 'verify.check.seal',
  digest: 'verify.check.digest',
  statement: 'verify.check.statement',
  signer: 'verify.check.signer',
  printed_digest: 'verify.check.printed_digest',
  printed_score: 'verify.check.printed_score',
  timestamp: 'verify.check.timestamp',
  validity: 'verify.check.validity',
};

/** What a check claims, in the reader's language; null for one that is not known here. */
export const claimOf = (code: string): MessageKey | null => CHECKS[code] ?? null;
