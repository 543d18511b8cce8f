import { t } from '$/messages';
import type { Role } from './queries';

/** Roles that a person can have in an organisation of a kind. */
export const ROLES: Record<string, readonly Role[]> = {
  OPERATOR: [
    'OPERATOR_CONTRIBUTOR',
    'OPERATOR_COORDINATOR',
    'OPERATOR_APPROVER',
    'SIGNATORY',
    'OPERATOR_CONSULTANT',
  ],
  AUTHORITY: ['AUTHORITY_OFFICER', 'AUTHORITY_LEAD'],
};

export const roleName = (role: Role): string => t(`members.role.${role}`);
export const roleHint = (role: Role): string => t(`members.roleHint.${role}`);

export const sameRoles = (some: readonly Role[], others: readonly Role[]): boolean =>
  some.length === others.length && some.every((role) => others.includes(role));
