/** What a key may do at most; never more than its owner may at that moment. */
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

/** Only an admin can grant this scope, since the key then answers in its owner's place. */
export const grantedScope = 'tasks:decide' satisfies Scope;

/** Scopes in the form better-auth's plugin stores permissions: `{"runs":["read","start"]}`. */
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

/** The scopes in a permissions column. Unknown words are ignored. */
export function fromPermissions(column: string): Scope[] {
  const permissions = JSON.parse(column) as Record<string, unknown>;
  return scopes.filter((scope) => {
    const [resource = '', action] = scope.split(':');
    const actions = Object.hasOwn(permissions, resource) ? permissions[resource] : [];
    return Array.isArray(actions) && actions.includes(action);
  });
}
