import type { FieldIssue } from '$/kit/ids';
import { t } from '$/messages';
import type { Profile } from './queries';

export type ScopeKind = Profile['scopeKinds'][number];
const STEPS = ['profile', 'opening', 'scope', 'parts', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** The steps to go; only a profile that an authority's act opens asks for that act. */
export const stepsFor = (profile: Pick<Profile, 'opening'> | undefined): Step[] =>
  STEPS.filter((step) => step !== 'opening' || profile?.opening);

/** The act by which an authority opens the profile. */
export interface OpeningForm {
  option: string;
  authority: string;
  dated: string;
}

export interface StartForm {
  profileId: string;
  scopeKind: ScopeKind | '';
  scopeName: string;
  scopeDescription: string;
  title: string;
  periodFrom: string;
  periodUntil: string;
  parts: { name: string; description: string }[];
  opening: OpeningForm;
}

/** The current calendar year is what most authorities ask about. */
export function emptyForm(year: number): StartForm {
  return {
    profileId: '',
    scopeKind: '',
    scopeName: '',
    scopeDescription: '',
    title: '',
    periodFrom: `${year}-01-01`,
    periodUntil: `${year}-12-31`,
    parts: [],
    opening: { option: '', authority: '', dated: '' },
  };
}

/** Parts that the profile suggests; one for the whole scope where it suggests none. */
export function suggestedParts(profile: Profile): StartForm['parts'] {
  const names = profile.suggestedParts.length
    ? profile.suggestedParts
    : [t('assessments.wholePart')];
  return names.map((name) => ({ name, description: '' }));
}

const needed = (path: string, missing: boolean, message: string): FieldIssue[] =>
  missing ? [{ path, message }] : [];

/** What a step still needs before the next one. */
export function problemsOf(step: Step, form: StartForm): FieldIssue[] {
  if (step === 'profile') {
    return needed('profileId', !form.profileId, t('assessments.profileMissing'));
  }
  if (step === 'scope') {
    const inverted = form.periodUntil < form.periodFrom;
    return [
      ...needed('scopeKind', !form.scopeKind, t('assessments.scopeKindMissing')),
      ...needed('scopeName', !form.scopeName.trim(), t('assessments.scopeNameMissing')),
      ...needed('title', !form.title.trim(), t('assessments.titleMissing')),
      ...needed('periodFrom', !form.periodFrom, t('assessments.periodFromMissing')),
      ...needed('periodUntil', !form.periodUntil, t('assessments.periodUntilMissing')),
      ...needed(
        'periodUntil',
        Boolean(form.periodFrom && form.periodUntil) && inverted,
        t('assessments.periodInverted'),
      ),
    ];
  }
  if (step === 'opening') return openingProblems(form.opening);
  if (step === 'parts') return partProblems(form.parts);
  return [];
}

const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** What an opening still needs; the authority has acted already. */
export function openingProblems(opening: OpeningForm, now: string = today()): FieldIssue[] {
  const { option, authority, dated } = opening;
  return [
    ...needed('opening.option', !option, t('assessments.openingOptionMissing')),
    ...needed('opening.authority', !authority.trim(), t('assessments.openingAuthorityMissing')),
    ...needed('opening.dated', !dated, t('assessments.openingDatedMissing')),
    ...needed('opening.dated', dated > now, t('assessments.openingDatedFuture')),
  ];
}

function partProblems(parts: StartForm['parts']): FieldIssue[] {
  const names = parts.map((part) => part.name.trim().toLowerCase());
  const issues = parts.flatMap((part, index) => [
    ...needed(`parts.${index}.name`, !part.name.trim(), t('assessments.partNameMissing')),
    ...needed(
      `parts.${index}.name`,
      Boolean(part.name.trim()) && names.indexOf(names[index]!) !== index,
      t('assessments.partNameTwice', { name: part.name }),
    ),
  ]);
  return [...needed('parts', parts.length === 0, t('assessments.partsMissing')), ...issues];
}

/** The step at which a server's issue is to be settled. */
export function stepOf(path: string): Step {
  const field = path.replace(/^input\./, '');
  if (field.startsWith('profile')) return 'profile';
  if (field.startsWith('opening')) return 'opening';
  if (field.startsWith('parts')) return 'parts';
  return 'scope';
}
