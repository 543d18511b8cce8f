/**
 * Tells who listens, in this tab and in the others, that something of an assessment changed, so
 * that the score, the task list and an open control are read anew.
 */
export interface AssessmentChange {
  assessmentId: string;
  /** The control that changed; absent: parts, approval or state. */
  controlId?: string | undefined;
  /** True when another tab of this browser, or somebody else, made the change. */
  elsewhere: boolean;
  /** Of changes that the server told: the controls, where it is known which. */
  controls?: readonly string[] | undefined;
  /** Colleagues who made it. */
  by?: readonly string[] | undefined;
}

/** Whether a change may have to do with a control. */
export const concerns = (change: AssessmentChange, controlId: string): boolean =>
  change.controls
    ? change.controls.includes(controlId)
    : change.elsewhere || change.controlId === controlId;

type Listener = (change: AssessmentChange) => void;

const listeners = new Set<Listener>();
const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('nisassess-changes');

if (channel) {
  channel.onmessage = (event: MessageEvent<Omit<AssessmentChange, 'elsewhere'>>) =>
    tell({ ...event.data, elsewhere: true });
}

function tell(change: AssessmentChange): void {
  for (const listener of [...listeners]) listener(change);
}

export function announceChange(assessmentId: string, controlId?: string): void {
  tell({ assessmentId, controlId, elsewhere: false });
  channel?.postMessage({ assessmentId, controlId });
}

/** Hands on what the server told of others; the other tabs hear it themselves. */
export function hear(change: Omit<AssessmentChange, 'elsewhere'>): void {
  tell({ ...change, elsewhere: true });
}

/** The result stops listening; made to be returned from an `$effect`. */
export function onAssessmentChange(assessmentId: string, listener: Listener): () => void {
  const filtered: Listener = (change) => {
    if (change.assessmentId === assessmentId) listener(change);
  };
  listeners.add(filtered);
  return () => listeners.delete(filtered);
}
