export interface Member {
  id: string;
  name: string;
  roles: readonly string[];
}

const ANSWER = new Set(['OPERATOR_CONTRIBUTOR', 'OPERATOR_COORDINATOR', 'OPERATOR_CONSULTANT']);

/** Colleagues who may answer: to them something can be assigned. */
export function answering<T extends Member>(members: readonly T[]): T[] {
  return members.filter((one) => one.roles.some((role) => ANSWER.has(role)));
}

/** Whether somebody sees no more than what is assigned to them. */
export const isConsultant = (one: Member): boolean =>
  one.roles.every((role) => role === 'OPERATOR_CONSULTANT');
