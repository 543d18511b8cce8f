/**
 * Who is signed in. The slice `identity` fills it; every page may ask it.
 * Permissions here only decide what is offered: the server decides what is allowed.
 */
export type Permission =
  | 'operator:read'
  | 'operator:update'
  | 'assessment:read'
  | 'assessment:start'
  | 'assessment:write'
  | 'assessment:discard'
  | 'assigned:read'
  | 'assigned:write'
  | 'evidence:upload'
  | 'approval:decide'
  | 'submission:release'
  | 'submission:read'
  | 'submission:import'
  | 'trust:manage'
  | 'token:manage'
  | 'register:read'
  | 'listing:record'
  | 'register:manage'
  | 'member:read'
  | 'member:manage'
  | 'assignment:manage'
  | 'discussion:read'
  | 'discussion:write'
  | 'request:read'
  | 'request:manage'
  | 'desk:read'
  | 'review:read'
  | 'review:write'
  | 'question:answer'
  | 'statistics:read'
  | 'change:notify';

export interface Membership {
  organisation: {
    id: string;
    name: string;
    kind: 'OPERATOR' | 'AUTHORITY' | 'PLATFORM' | 'FOREIGN_OPERATOR';
  };
  roles: readonly string[];
  operatorId: string | null;
}

export interface SessionViewer {
  id: string;
  name: string;
  email: string | null;
  permissions: readonly string[];
  /** In which the person is written to; null: the installation's. */
  language: string | null;
  secondFactor: boolean;
  /** Organisations that demand a second factor first: until then there is nothing else to see. */
  secondFactorDemandedBy: readonly string[];
  memberships: readonly Membership[];
}

class Session {
  viewer = $state.raw<SessionViewer | null>(null);
  /** False until the server was asked for the first time. */
  known = $state(false);
  /** The session ended while somebody worked: the sign-in page says so and keeps the place. */
  expired = $state(false);
  /** Has been taken to their work once; from then on home is home. */
  arrived = false;

  can(permission: Permission): boolean {
    return this.viewer?.permissions.includes(permission) ?? false;
  }

  get membership(): Membership | null {
    return this.viewer?.memberships[0] ?? null;
  }

  get kind(): Membership['organisation']['kind'] | null {
    return this.membership?.organisation.kind ?? null;
  }

  get operatorId(): string | null {
    return this.viewer?.memberships.find((one) => one.operatorId)?.operatorId ?? null;
  }

  #last: string | null = null;

  set(viewer: SessionViewer | null): void {
    if (viewer && this.#last && viewer.id !== this.#last) {
      // Somebody else signs in on the page of the one before: nothing of theirs may stay.
      location.assign('/');
      return;
    }
    this.#last = viewer?.id ?? this.#last;
    this.viewer = viewer;
    this.known = true;
    if (viewer) this.expired = false;
  }

  expire(): void {
    if (this.viewer) this.expired = true;
    this.viewer = null;
    this.known = true;
  }
}

export const session = new Session();
