/** What a key may do, at most: never more than its owner may at that moment. */
export const scopes = [
  'workflows:read',
  'runs:read',
  'runs:start',
  'runs:cancel',
  'tasks:read',
  'tasks:decide',
  'signals:send',
  'audit:read',
  'operations:manage',
] as const;
export type Scope = (typeof scopes)[number];

/** Only an administrator gives it: with it a key answers in its owner's place. */
export const grantedScope = 'tasks:decide' satisfies Scope;

/** Scopes as better-auth's plugin keeps permissions: `{"runs":["read","start"]}`. */
export function toPermissions(given: readonly Scope[]): string {
  const byResource = Map.groupBy(
    scopes.filter((scope) => given.includes(scope)),
    (scope) => scope.split(':')[0] ?? '',
  );
  return JSON.stringify(
    Object.fromEntries(
      [...byResource].map(([resource, list]) => [resource, list.map((scope) => scope.split(':')[1] ?? '')]),
    ),
  );
}

/** The scopes in a column of permissions; words that are no scope count for nothing. */
export function fromPermissions(column: string): Scope[] {
  const permissions = JSON.parse(column) as Record<string, unknown>;
  return scopes.filter((scope) => {
    const [resource = '', action] = scope.split(':');
    const actions = Object.hasOwn(permissions, resource) ? permissions[resource] : [];
    return Array.isArray(actions) && actions.includes(action);
  });
}
