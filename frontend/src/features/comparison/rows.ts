import { t } from '$/messages';
import type { Said } from './queries';

export interface BesideRow {
  key: string;
  then: string | null;
  now: string | null;
  changed: boolean;
}

const joined = (texts: readonly (string | null | undefined)[]): string | null =>
  texts.filter(Boolean).join('\n\n') || null;

const evidenceOf = (said: Said | null): string | null => said?.evidence.join('\n') || null;

const measureOf = (said: Said | null): string | null =>
  said?.measure ? `${said.measure.what} (${t(`remediation.state.${said.measure.state}`)})` : null;

/** Everything said of a part then and now, line by line; what nobody said is left out. */
export function besideRows(then: readonly Said[], now: Said | null): BesideRow[] {
  const answers = [...(now?.answers ?? [])].map(({ questionId, prompt, answer }) => ({
    key: prompt,
    then: joined(
      then
        .flatMap((said) =>
          said.answers.filter((one) => one.becomes === questionId || one.questionId === questionId),
        )
        .map((one) => one.answer),
    ),
    now: answer,
  }));
  const asked = new Set(now?.answers.map(({ questionId }) => questionId));
  const gone = then.flatMap((said) =>
    said.answers
      .filter((one) => !asked.has(one.becomes ?? one.questionId))
      .map((one) => ({ key: one.prompt, then: one.answer, now: null })),
  );
  const texts = [
    {
      key: t('controls.notApplicableTitle'),
      then: joined(then.map((said) => said.notApplicableReason)),
      now: now?.notApplicableReason ?? null,
    },
    {
      key: t('controls.justificationTitle'),
      then: joined(then.map((said) => said.justification)),
      now: now?.justification ?? null,
    },
    {
      key: t('comparison.evidence'),
      then: joined(then.map(evidenceOf)),
      now: evidenceOf(now),
    },
    {
      key: t('controls.measureTitle'),
      then: joined(then.map(measureOf)),
      now: measureOf(now),
    },
  ];
  return [...answers, ...gone, ...texts]
    .filter((row) => row.then !== null || row.now !== null)
    .map((row) => ({ ...row, changed: row.then !== row.now }));
}
