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
 * A step's side effect: what it does, about what. The same work has the same key however often it runs. Each
 * attempt is also logged in the EFFECT_LOG file at its start and end, under the key of this execution.
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

/**
 * Asks once, does its work, and returns the answer together with its input, so that a misplaced answer shows
 * in the result.
 */
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

/** A step that asks nobody: does its work and passes its input on. */
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

/** The body of `POST /api/tasks/{id}/decision`, without the digest. */
export type Answer = { outcome?: string; resumeData?: Json[] | { [key: string]: Json } };

export type Shape = {
  workflow: AnyWorkflow;
  input: Json;
  /** Every question ever asked, as `path[index]`. */
  asked: string[];
  /** The steps that act without asking. */
  acts: string[];
  /** What answers a machine wait; otherwise an approver does. */
  by?: 'signal' | 'check';
  /** The answer to a question with this payload; default: `answerTo`. */
  answer?: Answer;
  /** What the question shows and the run returns; default: as `gate` does, judged by `answersIn`. */
  shows?: Json;
  result?: Json;
};

/**
 * The answer to a gate's question, chosen so that a gate that got another one's answer shows in the result.
 */
const answerTo = (payload: Json): string =>
  isJsonObject(payload) ? `${JSON.stringify(payload.step)} about ${JSON.stringify(payload.about)}` : '';

/** Every gate in a result: the answer it got, and the one meant for it. */
export function answersIn(value: Json): { answer: string; meant: string }[] {
  if (Array.isArray(value)) return value.flatMap(answersIn);
  if (!isJsonObject(value)) return [];
  const own = typeof value.answer === 'string' ? [{ answer: value.answer, meant: answerTo(value) }] : [];
  return [...own, ...Object.values(value).flatMap(answersIn)];
}

/** A question's place: `path/to/step[index]`. */
export const placeOf = (path: readonly string[], forEachIndex: number | null): string =>
  `${path.join('/')}${forEachIndex === null ? '' : `[${forEachIndex}]`}`;

/** The steps whose effects a finished run has in the ledger, once per question. */
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

/** Which open questions to answer next, all at the same instant. They come sorted by place. */
export type Order = <T>(open: T[]) => T[];

export const orders: Record<string, Order> = {
  'the first open question first': (open) => open.slice(0, 1),
  'the last open question first': (open) => open.slice(-1),
  'all open questions at the same instant': (open) => open,
};
