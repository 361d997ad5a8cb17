import type { Role } from './enums';

export const demoPassword = 'countersign-demo';

export const demoGroups = [
  { id: 'managers', name: 'Managers' },
  { id: 'finance', name: 'Finance' },
] as const;

export type DemoPerson = {
  id: string;
  email: string;
  name: string;
  roles: readonly Role[];
  groups: readonly (typeof demoGroups)[number]['id'][];
};

const person = (
  key: string,
  name: string,
  roles: DemoPerson['roles'],
  groups: DemoPerson['groups'] = [],
): DemoPerson => ({
  id: `usr_demo_${key}`,
  email: `${key}@demo.test`,
  name,
  roles,
  groups,
});

/** Who can sign in to a demo; all have the same public password. */
export const demoPeople: readonly DemoPerson[] = [
  person('requester', 'Ana Ruiz', ['requester']),
  person('requester2', 'Tomasz Nowak', ['requester']),
  person('manager', 'Miriam Okafor', ['requester', 'approver'], ['managers']),
  person('manager2', 'Lars Henriksen', ['requester', 'approver'], ['managers']),
  person('finance', 'Priya Nair', ['requester', 'approver'], ['finance']),
  person('finance2', 'Daniel Fischer', ['requester', 'approver'], ['finance']),
  person('operator', 'Keiko Tanaka', ['requester', 'operator']),
  person('admin', 'Samuel Adeyemi', ['requester', 'operator', 'admin']),
];
