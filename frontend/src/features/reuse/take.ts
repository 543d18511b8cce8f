import { attachEvidenceMutation } from '$/features/evidence/queries';
import { request } from '$/kit/api';
import { announceChange } from '$/kit/changes';
import { t } from '$/messages';
import type { MappedControl, MappedPart } from './queries';

interface Place {
  assessmentId: string;
  partId: string;
  controlId: string;
}

/** The explanation of the other assessment, named as such, behind the one that is there. */
export function joined(own: string, from: MappedControl, part: MappedPart): string {
  const text = part.justification?.trim();
  if (!text) return own;
  const quoted = t('reuse.quoted', { title: from.assessmentTitle, control: from.title, text });
  if (own.includes(quoted)) return own;
  return own.trim() ? `${own.trimEnd()}\n\n${quoted}` : quoted;
}

/** Evidence of the other part that is not attached here yet. */
export const missingEvidence = (part: MappedPart, attached: readonly string[]): string[] =>
  part.evidence.map(({ evidence }) => evidence.id).filter((id) => !attached.includes(id));

/** Attaches evidence one by one; the result counts, and tells the first thing that went wrong. */
export async function attachAll(
  place: Place,
  evidenceIds: readonly string[],
): Promise<{ count: number; problem: string | null }> {
  let count = 0;
  let problem: string | null = null;
  for (const evidenceId of evidenceIds) {
    const input = { ...place, evidenceId };
    const { attachEvidence: result } = await request(attachEvidenceMutation, { input });
    if (result?.__typename === 'EvidenceAttached') count += 1;
    else problem ??= result?.message ?? t('ui.unexpected');
  }
  if (count) announceChange(place.assessmentId, place.controlId);
  return { count, problem };
}
