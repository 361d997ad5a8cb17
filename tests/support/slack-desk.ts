import { createStep, createWorkflow } from '@mastra/core/workflows';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { humanTask, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { drainNotifications } from '@/lib/tell/drain/drain-notifications';
import { openSlack } from '@/lib/tell/slack/slack-api';
import { slackChannel } from '@/lib/tell/slack/slack-channel';
import { deskForTest, expense, type TestDesk } from './desk';
import { botToken, slackServer, type Member, type Posted } from './slack';

const secrets = [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }];
export const appUrl = 'https://desk.example.com';
const neverToday = 24;

export type Told = 'manager' | 'manager2' | 'requester' | 'finance' | 'finance2';
const everybody: readonly Told[] = ['manager', 'manager2', 'requester', 'finance', 'finance2'];
export const memberOf = (who: Told): Member => ({ id: `U0${who.toUpperCase()}`, email: `${who}@Demo.test` });

/**
 * A desk that notifies people in Slack. `server` adds a process, and `tell` does what each does after a
 * response and in a sweep.
 */
export async function tellingInSlack(
  desk: TestDesk,
  { members = everybody.map(memberOf), digestHour = neverToday } = {},
) {
  const slack = await slackServer(members);
  onTestFinished(() => {
    if (slack.complaints.length > 0) throw new Error(slack.complaints.join('\n'));
  });
  const server = (engine = desk.engine) => {
    const own = { db: desk.db, engine, clock: desk.clock, secrets, appUrl };
    const channel = slackChannel(own, openSlack({ botToken, apiUrl: slack.apiUrl }, 2_000));
    return () => drainNotifications({ ...own, digestHour, channels: [channel] });
  };
  /** The messages to somebody, oldest first. */
  const messagesTo = (who: Told) =>
    slack.messages.filter(({ channel }) => channel === `D0${who.toUpperCase()}`);
  const messageTo = (who: Told): Posted => {
    const [message] = messagesTo(who);
    if (!message) throw new Error(`${who} has no message`);
    return message;
  };
  return { slack, server, tell: server(), messagesTo, messageTo };
}

const anything = z.object({}).loose();
const evidence = z.object({ purpose: z.string(), iban: z.string().meta({ sensitive: true }) });

/** A workflow `asks` with one question under this policy. */
export const asks = (
  policy: HumanTask<unknown, { approved: boolean }>,
  answer: z.ZodType<{ approved: boolean }> = z.object({ approved: z.boolean() }),
) => {
  const metadata = humanTask<unknown, { approved: boolean }>({
    title: 'Check it',
    candidates: { groups: ['managers'] },
    ...policy,
  });
  const gate = createStep({
    id: 'gate',
    inputSchema: anything,
    outputSchema: anything,
    suspendSchema: evidence,
    resumeSchema: answer,
    metadata,
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ purpose: 'Rent', iban: 'DE-SECRET' }),
  });
  return {
    asks: createWorkflow({ id: 'asks', inputSchema: anything, outputSchema: anything }).then(gate).commit(),
  };
};

/** A desk where that question was asked. */
export async function deskAsking(policy: HumanTask<unknown, { approved: boolean }> = {}) {
  const desk = await deskForTest(asks(policy));
  const runId = await desk.request('asks', {});
  const [task] = await desk.openTasks(runId);
  return { desk, runId, task: task! };
}

/** Somebody asks for their expenses. */
export async function askedExpense(desk: TestDesk) {
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  return { runId, task: task! };
}

export const buttonsOf = (message: Posted): string[] =>
  message.blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map(({ text }) => text.text) : [],
  );
export const wordsIn = (message: Posted): string => JSON.stringify(message.blocks);
