import type { FieldIssue } from '$/kit/ids';
import { t } from '$/messages';
import type { FormProfile, RequestRow } from './queries';

export interface RequestForm {
  title: string;
  purpose: string;
  legalBasis: string;
  pointsEssential: string[];
  pointsImportant: string[];
  profileId: string;
  scopeKind: FormProfile['scopeKinds'][number] | '';
  periodFrom: string;
  periodUntil: string;
  dueOn: string;
}

/** Letters of NIS2 Art. 32(2) for essential, of Art. 33(2) for important entities. */
export const POINTS = { essential: ['e', 'f', 'g'], important: ['d', 'e', 'f'] } as const;

/** How a point is cited. */
export const citation = (kind: keyof typeof POINTS, point: string): string =>
  `NIS2 Art. ${kind === 'essential' ? 32 : 33}(2)(${point})`;

export function emptyForm(year: number): RequestForm {
  return {
    title: '',
    purpose: '',
    legalBasis: '',
    pointsEssential: [],
    pointsImportant: [],
    profileId: '',
    scopeKind: '',
    periodFrom: `${year}-01-01`,
    periodUntil: `${year}-12-31`,
    dueOn: '',
  };
}

export function formOf(row: RequestRow): RequestForm {
  return {
    title: row.title,
    purpose: row.purpose,
    legalBasis: row.legalBasis,
    pointsEssential: [...row.pointsEssential],
    pointsImportant: [...row.pointsImportant],
    profileId: row.profile.id,
    scopeKind: row.scopeKind,
    periodFrom: row.periodFrom,
    periodUntil: row.periodUntil,
    dueOn: row.dueOn,
  };
}

/** What is missing before the server is asked. */
export function problemsOf(form: RequestForm): FieldIssue[] {
  const needed: [keyof RequestForm, string][] = [
    ['title', t('requests.titleMissing')],
    ['purpose', t('requests.purposeMissing')],
    ['legalBasis', t('requests.legalBasisMissing')],
    ['profileId', t('requests.profileMissing')],
    ['scopeKind', t('requests.scopeKindMissing')],
    ['periodFrom', t('assessments.periodFromMissing')],
    ['periodUntil', t('assessments.periodUntilMissing')],
    ['dueOn', t('requests.dueMissing')],
  ];
  return needed
    .filter(([path]) => !String(form[path]).trim())
    .map(([path, message]) => ({ path, message }));
}
