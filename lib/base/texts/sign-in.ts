import type { Role } from '@/db/enums';

/** Texts of the sign-in page. */
export const signInTexts = {
  title: 'Sign in',
  intro: 'Answer what waits for you, or ask for something.',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  demoTitle: 'Demo people',
  demoIntro: 'Choose whom to be. All of them have the password',
  signInAs: 'Sign in as',
} as const;

export const roleNames: Record<Role, string> = {
  requester: 'Requester',
  approver: 'Approver',
  operator: 'Operator',
  admin: 'Administrator',
};

export const signInProblems = [
  'credentials',
  'input',
  'throttled',
  'origin',
  'unavailable',
  'ended',
] as const;
export type SignInProblem = (typeof signInProblems)[number];

type ProblemText = { title: string; todo: string };

/**
 * What each refusal says, and what to do. A closed account and an unknown address read like a wrong password.
 */
export const signInProblemTexts: Record<SignInProblem, ProblemText> = {
  credentials: {
    title: 'The email or the password is not right.',
    todo: 'Check both and try again. An administrator can help if you cannot get in.',
  },
  input: {
    title: 'The email or the password is missing or too long.',
    todo: 'Write your email address and your password.',
  },
  throttled: { title: 'There were too many attempts.', todo: 'Wait a minute, then try again.' },
  origin: {
    title: 'This page was opened at another address than the desk’s own.',
    todo: 'Open the desk at its usual address, then sign in there.',
  },
  ended: {
    title: 'Your session has ended.',
    todo: 'What you sent was not used. Sign in, and send it again from the page you come back to.',
  },
  unavailable: {
    title: 'Sign-in does not work right now.',
    todo: 'Nothing was changed. Try again in a moment.',
  },
};
