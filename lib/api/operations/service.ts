import { z } from 'zod';
import { changePasswordInput, signInInput } from '@/lib/accounts/sign-in/inputs';
import { sweepResult } from '@/lib/work/recovery/sweep-result';
import { ok, type Described } from './operation';

const user = z.looseObject({ id: z.string(), name: z.string(), email: z.string() });
const cookies = { 'Set-Cookie': z.string().meta({ description: 'The session.' }) };
const session = { method: 'post', tag: 'Session' } as const;
const sweeping = {
  path: '/api/cron/recover',
  tag: 'Service',
  summary: 'Sweep once',
  description: 'For a scheduler; safe at any time, beside live servers and other sweeps.',
  auth: 'cron',
  answers: [ok('What the sweep did.', sweepResult)],
  errors: [],
} as const satisfies Partial<Described>;

/** Calls that no operation serves; `tests/operations.test.ts` lists their routes and says why. */
export const serviceCalls: Described[] = [
  {
    ...session,
    id: 'signIn',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in',
    description: 'Limited to 60 tries a minute from one address.',
    auth: 'none',
    body: signInInput,
    example: { email: 'you@example.com', password: '…' },
    answers: [
      { ...ok('Who signed in; the session is a cookie.', z.looseObject({ user })), headers: cookies },
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
    summary: 'Who is signed in',
    auth: 'none',
    answers: [
      ok(
        'The session, or null.',
        z.looseObject({ user, session: z.looseObject({ expiresAt: z.iso.datetime() }) }).nullable(),
      ),
    ],
    errors: [],
  },
  {
    ...session,
    id: 'changePassword',
    path: '/api/auth/change-password',
    summary: 'Change one’s password',
    body: changePasswordInput,
    example: { currentPassword: '…', newPassword: 'at least twelve characters' },
    answers: [ok('It is changed.', z.looseObject({ user }))],
    errors: [],
  },
  {
    id: 'getHealth',
    method: 'get',
    path: '/api/health',
    tag: 'Service',
    summary: 'Whether this process is alive',
    auth: 'none',
    answers: [ok('It is.', z.object({ status: z.literal('ok') }))],
    errors: [],
  },
  {
    id: 'getReadiness',
    method: 'get',
    path: '/api/ready',
    tag: 'Service',
    summary: 'Whether the desk can work',
    description: 'Both stores answer, and the database is up to date.',
    auth: 'none',
    answers: [ok('It can.', z.object({ status: z.literal('ready') }))],
    errors: [],
  },
  {
    id: 'getMetrics',
    method: 'get',
    path: '/api/metrics',
    tag: 'Service',
    summary: 'Metrics for Prometheus',
    auth: 'metrics',
    answers: [{ status: 200, description: 'Prometheus text.', text: { type: 'text/plain' } }],
    errors: ['not_found'],
  },
  { ...sweeping, id: 'sweep', method: 'get' },
  { ...sweeping, id: 'sweepByPost', method: 'post' },
  {
    id: 'slackInteraction',
    method: 'post',
    path: '/api/slack/interactions',
    tag: 'Service',
    summary: 'What people press and send in Slack',
    description:
      'For Slack alone: a form post whose `payload` is `block_actions` or `view_submission`, with Slack’s signature and time in `X-Slack-Signature` and `X-Slack-Request-Timestamp`.',
    auth: 'none',
    answers: [
      ok(
        'What is wrong with which field of a modal, or why it is not taken.',
        z.looseObject({ response_action: z.enum(['errors', 'update']) }),
      ),
      { status: 200, description: 'Taken, or nothing to do.', text: { type: 'text/plain' } },
    ],
    errors: ['unauthenticated', 'too_large'],
  },
  {
    id: 'getOpenApi',
    method: 'get',
    path: '/api/openapi.json',
    tag: 'Service',
    summary: 'This document',
    auth: 'none',
    answers: [ok('OpenAPI 3.1.', z.looseObject({ openapi: z.string() }))],
    errors: [],
  },
];
