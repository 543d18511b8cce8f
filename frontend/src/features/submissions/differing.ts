/** How differences between two submissions are told. */

import { stateLooks } from '$/features/score/states';
import type { ControlState } from '$/features/score/queries';
import { t } from '$/messages';
import type { ControlDifference, Difference } from './queries';

/** What a control became with regard to its target; counted as the server counts it. */
export type Direction = 'better' | 'worse' | 'other';

export function directionOf(control: ControlDifference): Direction {
  if (control.kind !== 'CHANGED') return 'other';
  if (control.stateAfter === 'MET' && control.stateBefore !== 'MET') return 'better';
  return control.stateBefore === 'MET' && control.stateAfter === 'BELOW' ? 'worse' : 'other';
}

const isState = (name: string): name is ControlState => name in stateLooks;

/** A value of a difference for reading; states come by the names of the sealed format. */
export function sayValue(difference: Difference, value: string | null): string | null {
  const name = value?.toUpperCase() ?? '';
  if (difference.aspect === 'STATE' && isState(name)) return t(stateLooks[name].label);
  return value;
}

export interface PartDifferences {
  part: string;
  differences: Difference[];
}

/** The differences of a control by its parts, in the order in which they come. */
export function byPart(differences: readonly Difference[]): PartDifferences[] {
  const found = new Map<string, Difference[]>();
  for (const one of differences) {
    const list = found.get(one.part);
    if (list) list.push(one);
    else found.set(one.part, [one]);
  }
  return [...found].map(([part, list]) => ({ part, differences: list }));
}
