import canonicalize from 'canonicalize';
import type { TaskKind } from '@/db/enums';
import type { Json, StoredSchema, StoredOutcome, StoredStep, StoredToolCall } from '@/db/schema/json';
import type { StoredPolicy } from '@/db/schema/policy';
import type { Code, Question } from './code';
import { compare, presetFate } from './compare-schemas';

type Change =
  | 'workflow_gone'
  | 'step_gone'
  | 'step_moved'
  | 'kind_changed'
  | 'schema_changed'
  | 'outcomes_changed'
  | 'signal_changed'
  | 'expiry_changed';

/** One difference for an open task, with its consequence in words. `breaks`: somebody must act first. */
export type Judgement = { change: Change; breaks: boolean; consequence: string };

/** The stored data of an open task that the code may no longer match. `steps` are its run's steps. */
export type Asked = {
  workflowId: string;
  path: string[];
  kind: TaskKind;
  payload: Json;
  toolCall: StoredToolCall | null;
  resumeSchema: StoredSchema | null;
  outcomes: StoredOutcome[];
  onExpiry: StoredPolicy['onExpiry'];
  signalName: string | null;
  steps: StoredStep[];
};

const same = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);
const name = (path: readonly string[]) => path.join('/');
const quoted = (names: string[]) => names.map((one) => `“${one}”`).join(', ');
const kinds: Record<TaskKind, string> = {
  step: 'people',
  'tool-call': 'people, for an agent',
  event: 'a signal',
  check: 'a check',
};

/** Compares the steps up to this one, as they were when the run last moved, with the code's. */
function moved(asked: Asked, code: Code): Judgement[] {
  const before = asked.steps.map(({ path }) => name(path));
  const now = code.paths(asked.workflowId).map(name);
  const [was, is] = [before, now].map((paths) => paths.slice(0, paths.indexOf(name(asked.path)))) as [
    string[],
    string[],
  ];
  if (!before.includes(name(asked.path)) || same(was, is)) return [];
  const added = is.filter((one) => !was.includes(one));
  const gone = was.filter((one) => !is.includes(one));
  const what =
    [
      ...(added.length > 0 ? [`${quoted(added)} came before it`] : []),
      ...(gone.length > 0 ? [`${quoted(gone)} went`] : []),
    ].join(', ') || 'the order changed';
  return [
    {
      change: 'step_moved',
      breaks: true,
      consequence: `The steps before it changed (${what}). The engine goes on by position, not by name: the answer may start other steps first, or pass over this one and make the run fail.`,
    },
  ];
}

function kindChanged({ kind }: Asked, now: Question): Judgement[] {
  if (kind === now.kind) return [];
  const turned = `It was asked of ${kinds[kind]}; the code now asks ${kinds[now.kind]}. `;
  if (kind === 'check')
    return [
      {
        change: 'kind_changed',
        breaks: true,
        consequence: `${turned}There is no check any more that could answer it: it waits for ever.`,
      },
    ];
  const still =
    kind === 'event'
      ? 'Only the signal that it was opened for answers it.'
      : 'The people who were asked may still answer it; nobody else is asked.';
  return [{ change: 'kind_changed', breaks: false, consequence: turned + still }];
}

function schemaChanged({ resumeSchema, outcomes }: Asked, now: Question): Judgement[] {
  if (same(resumeSchema, now.resumeSchema)) return [];
  if (now.kind === 'check')
    return [
      {
        change: 'schema_changed',
        breaks: false,
        consequence: 'The check answers by the new schema; it goes on as before.',
      },
    ];
  if (now.kind === 'event')
    return [
      {
        change: 'schema_changed',
        breaks: false,
        consequence:
          'Signals are held against the new schema; one that is still made for the old one may be refused.',
      },
    ];
  const { fit, reasons } = compare(resumeSchema ?? {}, now.resumeSchema ?? {});
  const because = reasons.length > 0 ? ` (${reasons.join('; ')})` : '';
  const buttons = outcomes.every((outcome) => presetFate(outcome.resumeData, now.resumeSchema) === 'refused');
  if (fit === 'none' || buttons)
    return [
      {
        change: 'schema_changed',
        breaks: true,
        consequence: `It cannot be answered any more${because}: every answer to the question as it was asked would be refused.`,
      },
    ];
  if (fit === 'some')
    return [
      {
        change: 'schema_changed',
        breaks: false,
        consequence: `It can still be answered, but not every answer that its form allows fits any more${because}.`,
      },
    ];
  return [
    {
      change: 'schema_changed',
      breaks: false,
      consequence: `It can still be answered: whatever fits the question as it was asked fits the new schema${because}.`,
    },
  ];
}

/** Buttons stay as they were when the task was created, so the code must still understand their presets. */
function outcomesChanged({ outcomes, kind }: Asked, now: Question): Judgement[] {
  if (kind === 'event' || kind === 'check' || same(outcomes, now.outcomes)) return [];
  const by = (fate: 'refused' | 'dropped') =>
    outcomes
      .filter((outcome) => presetFate(outcome.resumeData, now.resumeSchema) === fate)
      .map(({ label }) => label);
  const [refused, dropped] = [by('refused'), by('dropped')];
  if (refused.length > 0)
    return [
      {
        change: 'outcomes_changed',
        breaks: true,
        consequence: `${quoted(refused)} would be refused: the code does not take that answer any more.`,
      },
    ];
  if (dropped.length > 0)
    return [
      {
        change: 'outcomes_changed',
        breaks: true,
        consequence: `${quoted(dropped)} would be recorded, but the code does not read that answer any more.`,
      },
    ];
  return [
    {
      change: 'outcomes_changed',
      breaks: false,
      consequence: 'People still see the buttons as they were asked, and what they mean is still taken.',
    },
  ];
}

async function expiryChanged({ onExpiry }: Asked, now: Question): Promise<Judgement[]> {
  if (typeof onExpiry !== 'object' || (await now.fits(onExpiry.resumeData))) return [];
  return [
    {
      change: 'expiry_changed',
      breaks: true,
      consequence:
        'The answer that is given when its time is over does not fit any more: the run would fail to go on then.',
    },
  ];
}

function signalChanged({ kind, signalName }: Asked, now: Question): Judgement[] {
  if (kind !== 'event' || now.kind !== 'event' || signalName === now.signalName) return [];
  return [
    {
      change: 'signal_changed',
      breaks: true,
      consequence: `It goes on waiting for the signal “${signalName ?? ''}”; the code now waits for “${now.signalName ?? ''}”, which does not answer it.`,
    },
  ];
}

/** Every difference for one open task under this code; empty when it continues as before. */
export async function judge(asked: Asked, code: Code): Promise<Judgement[]> {
  if (!code.has(asked.workflowId))
    return [
      {
        change: 'workflow_gone',
        breaks: true,
        consequence:
          'The workflow is gone. Nobody can answer this, and its run stands still until the workflow is back.',
      },
    ];
  const now = await code.question(asked.workflowId, asked.path, asked);
  if (!now)
    return [
      {
        change: 'step_gone',
        breaks: true,
        consequence: `The workflow has no ${asked.kind === 'tool-call' ? 'such tool call at' : 'step'} “${name(asked.path)}” any more. An answer could not be applied, and the run stands still.`,
      },
    ];
  return [
    ...moved(asked, code),
    ...kindChanged(asked, now),
    ...schemaChanged(asked, now),
    ...outcomesChanged(asked, now),
    ...signalChanged(asked, now),
    ...(await expiryChanged(asked, now)),
  ];
}
