import { request } from '$/kit/api';
import { announceChange } from '$/kit/changes';
import { t } from '$/messages';
import { explainError } from '$/ui/explain';
import { confirmMutation } from './queries';

/** Says of controls carried over that they still hold; the result is what went wrong, or null. */
export async function confirmCarried(
  assessmentId: string,
  controlIds: string[],
): Promise<string | null> {
  try {
    const { confirmCarried: result } = await request(confirmMutation, { assessmentId, controlIds });
    if (result?.__typename !== 'CarriedConfirmed') return result?.message ?? t('ui.unexpected');
    for (const controlId of controlIds) announceChange(assessmentId, controlId);
    return null;
  } catch (error) {
    return explainError(error);
  }
}
