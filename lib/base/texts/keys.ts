/** Texts of the API keys page. */
export const keyTexts = {
  title: 'API keys',
  intro:
    'A key lets a program act for you: never with more rights than you have at that moment, and only as far as its scopes go. What it does is signed with the key’s name.',
  reference: 'API reference',
  manage: 'Manage API keys',
  back: 'Settings',
  make: {
    title: 'Make a key',
    name: 'Name',
    nameHelp: 'What it is for, such as “Payroll export”.',
    scopes: 'It may',
    decide: 'Ask an administrator to let it decide, once it is made.',
    expires: 'It ends after',
    submit: 'Make the key',
  },
  days: { 30: '30 days', 90: '90 days', 366: 'a year' },
  made: {
    title: 'Your new key',
    once: 'Copy it now. It is not kept here, and cannot be shown again.',
    copy: 'Copy',
    copyLabel: 'Copy the new key',
  },
  list: {
    title: 'Your keys',
    all: 'Everybody’s keys',
    empty: 'There are no keys',
    emptyBody:
      'Programs that should make requests or read the audit log need one. It appears here with its last use.',
  },
  owner: (name: string) => `of ${name}`,
  used: 'Used',
  never: 'Never used',
  ends: 'Ends',
  ended: 'Ended',
  revoke: {
    open: 'Revoke…',
    label: (name: string) => `Revoke ${name}`,
    body: 'Programs that use it are refused from then on. This cannot be undone.',
    confirm: 'Revoke the key',
  },
  grant: {
    open: 'Let it decide…',
    label: (name: string) => `Let it decide: ${name}`,
    body: (owner: string) =>
      `The key will answer tasks in the place of ${owner}, as its scope “Answer tasks” says. Each answer is signed with the key’s name.`,
    confirm: 'Let it decide',
  },
  problems: {
    invalid: { title: 'No key was made', todo: 'Give it a name and at least one scope.' },
    conflict: {
      title: 'Nothing was changed',
      todo: 'A person has at most 20 keys; revoke one first. Or somebody else has just changed this key.',
    },
    forbidden: { title: 'Nothing was changed', todo: 'Only administrators let a key decide.' },
    other: { title: 'Nothing was changed', todo: 'Try again.' },
  },
} as const;

export const scopeTexts = {
  'workflows:read': 'See what can be asked for',
  'runs:read': 'Read requests',
  'runs:start': 'Make requests',
  'runs:cancel': 'Cancel requests',
  'tasks:read': 'Read tasks and their evidence',
  'tasks:decide': 'Answer tasks',
  'signals:send': 'Send signals',
  'audit:read': 'Read the audit log',
  'operations:manage': 'Do what operators do',
};
