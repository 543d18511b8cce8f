/** What a number of the statistics stood for, in words above the submissions behind it. */

import { stateLooks } from '$/features/score/states';
import type { ControlState } from '$/features/score/queries';
import { formatDate } from '$/kit/format';
import { t } from '$/messages';
import type { FilterValues } from './filter';

const stateWords = (state: string): string =>
  state in stateLooks ? t(stateLooks[state as ControlState].label) : '';

export function figureWords(values: FilterValues): string[] {
  const words = [
    values.controlId && [values.controlId, stateWords(values.controlState)],
    values.controlLevel && [t('submissions.level', { level: values.controlLevel })],
    values.groupId && [values.groupId, stateWords(values.groupState)],
    values.year && [values.year],
    values.inEachYear && [t('submissions.inEachYear', { years: values.inEachYear })],
    values.profileId && [values.profileId],
    values.requestId && [t('submissions.ofRequest')],
    values.lateOn && [t('submissions.lateMeasure', { date: formatDate(values.lateOn) })],
    values.newest && [t('submissions.newestVersions')],
  ];
  return words.flatMap((one) => (one ? [one.filter(Boolean).join(': ')] : []));
}
