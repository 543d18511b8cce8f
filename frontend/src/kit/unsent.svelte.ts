/**
 * Where the save queue tells how many edits the server has not acknowledged yet, so that signing
 * out can warn. Signing out calls `discard`.
 */
class Unsent {
  count = $state(0);
  discard: () => void = () => {};
}

export const unsent = new Unsent();
