import { isJsonObject } from '@/lib/base/schema/types';
import { appendFileSync } from 'node:fs';
import type { RequestContext } from '@mastra/core/request-context';
import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import type { Json } from '@/db/schema/json';
import { recordEffect } from '@/lib/engine/record-effect';
import { stepContextOf } from '@/lib/mastra/authoring/step-context';

export const json = z.json();
export const text = z.object({ text: z.string() });

export const flow = <Id extends string>(id: Id) =>
  createWorkflow({
    id,
    inputSchema: json,
    outputSchema: z.unknown(),
    options: { autoRestartActiveRuns: false },
  });

/**
 * The one side effect of a step: what it does, about what. The same work has the same key, however often it is tried.
 * Each try is also noted with its process in the file of EFFECT_LOG, when it begins and when it is over, under the key
 * of this very execution.
 */
export async function effect(
  { requestContext }: { requestContext: RequestContext },
  step: string,
  about: unknown,
): Promise<void> {
  const { runId, idempotencyKey } = stepContextOf(requestContext);
  const what = `${step}/${JSON.stringify(about)}`;
  const note = (is: 'began' | 'ended') => {
    if (!process.env.EFFECT_LOG) return;
    const line = { key: `${idempotencyKey}/${what}`, runId, pid: process.pid, at: Date.now(), is };
    appendFileSync(process.env.EFFECT_LOG, `${JSON.stringify(line)}\n`);
  };
  note('began');
  await recordEffect({ key: `${runId}/${what}`, runId, action: step, detail: {} });
  note('ended');
}

type GateOptions = { resumeLabel?: (about: Json) => string; metadata?: Record<string, unknown> };

/** Asks once, does its work, and returns the answer beside what it was given, so that a misplaced answer shows in the result. */
export const gate = (id: string, { resumeLabel, metadata = {} }: GateOptions = {}) =>
  createStep({
    id,
    inputSchema: json,
    outputSchema: json,
    resumeSchema: text,
    metadata,
    execute: async ({ inputData, resumeData, suspend, requestContext }) => {
      const about = inputData as Json;
      if (!resumeData)
        return suspend({ step: id, about }, resumeLabel ? { resumeLabel: resumeLabel(about) } : {});
      await effect({ requestContext }, id, about);
      return { step: id, about, answer: resumeData.text };
    },
  });

/** A step that asks nobody: it does its work and hands on what it was given. */
export const act = (id: string) =>
  createStep({
    id,
    inputSchema: z.unknown(),
    outputSchema: json,
    execute: async ({ inputData, requestContext }) => (
      await effect({ requestContext }, id, null),
      inputData as Json
    ),
  });

/** A body of `POST /api/tasks/{id}/decision`, without the digest. */
export type Answer = { outcome?: string; resumeData?: Json[] | { [key: string]: Json } };

export type Shape = {
  workflow: AnyWorkflow;
  input: Json;
  /** Every question that is ever asked, as `path[index]`. */
  asked: string[];
  /** The steps that act without asking. */
  acts: string[];
  /** What answers a wait for a machine; else an approver does. */
  by?: 'signal' | 'check';
  /** The answer to a question with this payload; default: `answerTo`. */
  answer?: Answer;
  /** What the question shows and the run returns; default: what `gate` shows and returns, judged by `answersIn`. */
  shows?: Json;
  result?: Json;
};

/** What to answer to a question of a gate, so that a gate which got another one's answer shows in the result. */
const answerTo = (payload: Json): string =>
  isJsonObject(payload) ? `${JSON.stringify(payload.step)} about ${JSON.stringify(payload.about)}` : '';

/** Every gate's part of a result: its answer, and the one that was meant for it. */
export function answersIn(value: Json): { answer: string; meant: string }[] {
  if (Array.isArray(value)) return value.flatMap(answersIn);
  if (!isJsonObject(value)) return [];
  const own = typeof value.answer === 'string' ? [{ answer: value.answer, meant: answerTo(value) }] : [];
  return [...own, ...Object.values(value).flatMap(answersIn)];
}

/** A question by its place: `path/to/step[index]`. */
export const placeOf = (path: readonly string[], forEachIndex: number | null): string =>
  `${path.join('/')}${forEachIndex === null ? '' : `[${forEachIndex}]`}`;

/** The steps whose effects a finished run has in the ledger, each once for each question. */
export const effectsOf = ({ asked, acts, result }: Shape): string[] =>
  [
    ...acts,
    ...(result === undefined
      ? asked.map(
          (place) =>
            place
              .replace(/\[\d+\]$/, '')
              .split('/')
              .at(-1) ?? '',
        )
      : []),
  ].toSorted();

/** The body that answers a question with this payload. */
export const answerFor = (shape: Shape, payload: Json): Answer =>
  shape.answer ?? { resumeData: { text: answerTo(payload) } };

/** Which of the open questions are answered next, all of them at the same instant. They come sorted by place. */
export type Order = <T>(open: T[]) => T[];

export const orders: Record<string, Order> = {
  'the first open question first': (open) => open.slice(0, 1),
  'the last open question first': (open) => open.slice(-1),
  'all open questions at the same instant': (open) => open,
};
