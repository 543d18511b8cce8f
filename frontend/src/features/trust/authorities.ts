import { session, type Membership } from '$/kit/session.svelte';

/** The authorities that the reader works for; mostly one. */
export function ownAuthorities(): Membership['organisation'][] {
  return (session.viewer?.memberships ?? [])
    .map(({ organisation }) => organisation)
    .filter(({ kind }) => kind === 'AUTHORITY');
}
