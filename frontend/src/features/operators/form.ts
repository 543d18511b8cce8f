import type { VariablesOf } from '$/kit/graphql';
import type { Operator, updateOperatorMutation } from './queries';

export type UpdateInput = VariablesOf<typeof updateOperatorMutation>['input'];
type Linked = Operator['linkedEnterprises'][number];
type Figures = Operator['figures'][number];

/** What the form holds; texts are never null, so that they can be bound to fields. */
export interface OperatorForm {
  name: string;
  country: string;
  countries: string[];
  entityType: string;
  figures: Figures[];
  linkedEnterprises: Linked[];
  specialCases: string[];
  services: string[];
  contactEmail: string;
}

/** Two closed years, the newest first; the form offers both even if none was given. */
function twoYears(given: readonly Figures[], thisYear: number): Figures[] {
  const years = [...given].sort((one, other) => other.year - one.year).slice(0, 2);
  while (years.length < 2) {
    const year = (years.at(-1)?.year ?? thisYear) - 1;
    years.push({ year, headcount: null, turnover: null, balanceSheet: null });
  }
  return years.map((year) => ({ ...year }));
}

export function toForm(operator: Operator, thisYear: number): OperatorForm {
  return {
    name: operator.name,
    country: operator.country,
    countries: [...operator.countries],
    entityType: operator.entityType ?? '',
    figures: twoYears(operator.figures, thisYear),
    linkedEnterprises: operator.linkedEnterprises.map((one) => ({ ...one })),
    specialCases: [...operator.specialCases],
    services: [...operator.services],
    contactEmail: operator.contactEmail ?? '',
  };
}

export function toInput(form: OperatorForm, id: string, expectedVersion: number): UpdateInput {
  return {
    id,
    expectedVersion,
    name: form.name.trim(),
    country: form.country,
    countries: form.countries,
    entityType: form.entityType || null,
    figures: form.figures.map((year) => ({ ...year })),
    linkedEnterprises: form.linkedEnterprises.map((one) => ({ ...one, name: one.name.trim() })),
    specialCases: form.specialCases,
    services: form.services.map((service) => service.trim()).filter(Boolean),
    contactEmail: form.contactEmail.trim() || null,
  };
}

export const NEW_LINKED: Linked = {
  name: '',
  linkage: 'LINKED',
  share: null,
  headcount: null,
  turnover: null,
  balanceSheet: null,
};

/** The States of the European Union and of the European Economic Area. */
export const COUNTRIES =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(
    ' ',
  );

export interface Difference {
  field: keyof OperatorForm;
  mine: string;
  theirs: string;
}

/** Which fields differ from what somebody else saved meanwhile, side by side. */
export function differences(
  mine: OperatorForm,
  theirs: OperatorForm,
  show: (field: keyof OperatorForm, form: OperatorForm) => string,
): Difference[] {
  return (Object.keys(theirs) as (keyof OperatorForm)[])
    .filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]))
    .map((field) => ({ field, mine: show(field, mine), theirs: show(field, theirs) }));
}
