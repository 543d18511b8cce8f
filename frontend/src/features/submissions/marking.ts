import { t } from '$/messages';
import type { Submission } from './queries';

export type Marking = Submission['marking'];

/** From the narrowest to the widest circle of readers; the names are those of TLP 2.0. */
export const MARKINGS: readonly { value: Marking; name: string }[] = [
  { value: 'RED', name: 'TLP:RED' },
  { value: 'AMBER_STRICT', name: 'TLP:AMBER+STRICT' },
  { value: 'AMBER', name: 'TLP:AMBER' },
  { value: 'GREEN', name: 'TLP:GREEN' },
  { value: 'CLEAR', name: 'TLP:CLEAR' },
];

export const nameOf = (marking: Marking): string =>
  MARKINGS.find(({ value }) => value === marking)?.name ?? marking;

/** To whom a document with this marking may be passed on. */
export const meaningOf = (marking: Marking): string => t(`seal.tlp.${marking}`);
