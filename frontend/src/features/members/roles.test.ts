import { describe, expect, it } from 'vitest';
import { ROLES, roleHint, roleName, sameRoles } from './roles';

describe('roles', () => {
  it('are the same in any order, and not with one more or another', () => {
    expect(sameRoles(['SIGNATORY', 'OPERATOR_APPROVER'], ['OPERATOR_APPROVER', 'SIGNATORY'])).toBe(
      true,
    );
    expect(sameRoles(['SIGNATORY'], ['SIGNATORY', 'OPERATOR_APPROVER'])).toBe(false);
    expect(sameRoles(['SIGNATORY'], ['OPERATOR_APPROVER'])).toBe(false);
  });

  it.each(Object.values(ROLES).flat())('%s has a name and says what it may', (role) => {
    expect(roleName(role)).not.toContain('members.');
    expect(roleHint(role)).toMatch(/\.$/);
  });
});
