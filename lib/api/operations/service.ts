import { z } from 'zod';
import { changePasswordInput, signInInput } from '@/lib/accounts/sign-in/inputs';
import { sweepResult } from '@/lib/work/recovery/sweep-result';
import { ok, type Described } from './operation';

const user = z.looseObject({ id: z.string(), name: z.string(), email: z.string() });
const cookies = { 'Set-Cookie': z.string().meta({ description: 'The session cookie.' }) };
const session = { method: 'post', tag: 'Session' } as const;
const sweeping = {
  path: '/api/cron/recover',
  tag: 'Service',
  summary: 'Run a sweep',
  description: 'For a scheduler. Safe at any time, also while servers or other sweeps are running.',
  auth: 'cron',
  answers: [ok('The work that the sweep did.', sweepResult)],
  errors: [],
} as const satisfies Partial<Described>;

/** Calls without an operation; `tests/operations.test.ts` lists their routes, with the reason. */
export const serviceCalls: Described[] = [
  {
    ...session,
    id: 'signIn',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in',
    description: 'Limited to 60 attempts a minute from one address.',
    auth: 'none',
    body: signInInput,
    example: { email: 'you@example.com', password: '…' },
    answers: [
      {
        ...ok('The user who signed in. The session is a cookie.', z.looseObject({ user })),
        headers: cookies,
      },
    ],
    errors: ['unauthenticated'],
  },
  {
    ...session,
    id: 'signOut',
    path: '/api/auth/sign-out',
    summary: 'Sign out',
    auth: 'none',
    answers: [{ ...ok('The session has ended.', z.object({ success: z.boolean() })), headers: cookies }],
    errors: [],
  },
  {
    ...session,
    id: 'getSession',
    method: 'get',
    path: '/api/auth/get-session',
    summary: 'Get the current session',
    auth: 'none',
    answers: [
      ok(
        'The session; null if nobody is signed in.',
        z.looseObject({ user, session: z.looseObject({ expiresAt: z.iso.datetime() }) }).nullable(),
      ),
    ],
    errors: [],
  },
  {
    ...session,
    id: 'changePassword',
    path: '/api/auth/change-password',
    summary: 'Change your password',
    body: changePasswordInput,
    example: { currentPassword: '…', newPassword: 'at least twelve characters' },
    answers: [ok('The password is changed.', z.looseObject({ user }))],
    errors: [],
  },
  {
    id: 'getHealth',
    method: 'get',
    path: '/api/health',
    tag: 'Service',
    summary: 'Check that this process is alive',
    auth: 'none',
    answers: [ok('The process is alive.', z.object({ status: z.literal('ok') }))],
    errors: [],
  },
  {
    id: 'getReadiness',
    method: 'get',
    path: '/api/ready',
    tag: 'Service',
    summary: 'Check that the desk is ready',
    description: 'The desk is ready if both stores respond and the database is migrated.',
    auth: 'none',
    answers: [ok('The desk is ready.', z.object({ status: z.literal('ready') }))],
    errors: [],
  },
  {
    id: 'getMetrics',
    method: 'get',
    path: '/api/metrics',
    tag: 'Service',
    summary: 'Get metrics for Prometheus',
    auth: 'metrics',
    answers: [
      { status: 200, description: 'Metrics in the Prometheus text format.', text: { type: 'text/plain' } },
    ],
    errors: ['not_found'],
  },
  { ...sweeping, id: 'sweep', method: 'get' },
  { ...sweeping, id: 'sweepByPost', method: 'post' },
  {
    id: 'slackInteraction',
    method: 'post',
    path: '/api/slack/interactions',
    tag: 'Service',
    summary: 'Receive interactions from Slack',
    description:
      'Only for Slack: a form post whose `payload` is `block_actions` or `view_submission`, with Slack’s signature and time in `X-Slack-Signature` and `X-Slack-Request-Timestamp`.',
    auth: 'none',
    answers: [
      ok(
        'The errors of a modal’s fields, or the reason for a refusal.',
        z.looseObject({ response_action: z.enum(['errors', 'update']) }),
      ),
      { status: 200, description: 'Accepted, or nothing to do.', text: { type: 'text/plain' } },
    ],
    errors: ['unauthenticated', 'too_large'],
  },
  {
    id: 'getOpenApi',
    method: 'get',
    path: '/api/openapi.json',
    tag: 'Service',
    summary: 'Get this document',
    auth: 'none',
    answers: [ok('An OpenAPI 3.1 document.', z.looseObject({ openapi: z.string() }))],
    errors: [],
  },
];
