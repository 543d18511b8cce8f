import { NetworkError, RefusedError, ServerError } from '$/kit/errors';
import { t } from '$/messages';

/** What an error of a request means for the reader. */
export function explainError(error: unknown): string {
  if (error instanceof NetworkError) return t('ui.noConnection');
  if (error instanceof ServerError && error.incident) {
    return t('ui.incident', { incident: error.incident });
  }
  if (error instanceof RefusedError) {
    return error.code === 'FORBIDDEN'
      ? t('ui.forbidden')
      : t('ui.badInput', { message: error.message });
  }
  return t('ui.unexpected');
}
