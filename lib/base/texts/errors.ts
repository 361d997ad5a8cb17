/** Texts of the error pages. */
export const errorTexts = {
  notFound: {
    title: 'There is nothing here',
    body: 'The address is wrong, or what it led to is not for you to see.',
  },
  forbidden: {
    title: 'This page is not for your role',
    body: 'An administrator can give you the role it needs. Nothing was changed.',
  },
  unauthorized: { title: 'Sign in first', body: 'Your session has ended, or you are not signed in.' },
  failed: {
    title: 'Something went wrong on our side',
    safe: 'What was already recorded is safe: a decision counts once it says so.',
    todo: 'Try again. If it goes on, tell an operator the reference.',
  },
  toInbox: 'Go to the inbox',
  toSignIn: 'Sign in',
  retry: 'Try again',
} as const;
