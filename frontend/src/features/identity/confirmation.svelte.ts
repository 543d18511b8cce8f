import { session } from '$/kit/session.svelte';

/** The server's code for: prove first that you are at the keyboard. */
const CONFIRM = 'confirm_identity';

interface Outcome {
  __typename: string;
  code?: string;
}

const isAsked = (outcome: Outcome | null | undefined): boolean =>
  outcome?.__typename === 'StateProblem' && outcome.code === CONFIRM;

/**
 * Asks for the password in place, when the server wants it before an act. What was typed stays on
 * the page; the act is done again after that.
 */
class Confirmation {
  open = $state(false);
  #done: ((confirmed: boolean) => void) | null = null;

  ask(): Promise<boolean> {
    this.#done?.(false);
    this.open = true;
    return new Promise((resolve) => (this.#done = resolve));
  }

  end(confirmed: boolean): void {
    this.open = false;
    this.#done?.(confirmed);
    this.#done = null;
  }
}

export const confirmation = new Confirmation();

/**
 * The outcome of an act, confirmed in between where that is needed; null when the reader did not
 * want to.
 */
export async function confirmed<T extends Outcome>(
  act: () => Promise<T | null>,
): Promise<T | null | 'not confirmed'> {
  const outcome = await act();
  if (!isAsked(outcome) || !session.viewer) return outcome;
  return (await confirmation.ask()) ? act() : 'not confirmed';
}
