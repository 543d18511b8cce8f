import { t } from '$/messages';

interface Refusal {
  message: string;
  code: string;
  retryAfterSeconds: number | null;
}

/** Why nobody was signed in, in the reader's language. */
export function explainRefusal({ message, code, retryAfterSeconds }: Refusal): string {
  if (retryAfterSeconds) return wait(retryAfterSeconds);
  if (code === 'wrong_pair') return t('identity.wrongPair');
  if (code === 'wrong_code') return t('identity.wrongCode');
  if (code === 'expired') return t('identity.tookTooLong');
  return message;
}

function wait(seconds: number): string {
  return seconds < 90
    ? t('identity.throttledSeconds', { count: seconds })
    : t('identity.throttledMinutes', { count: Math.ceil(seconds / 60) });
}
