import type { AnyWorkflow } from '@mastra/core/workflows';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { act, flow, gate, type Shape } from './parts/gate';

type Answer = { text: string };

/** What the desk answers in place of whoever did not. */
export const lateAnswer = 'nobody answered';

const soon = '5s';

/** Questions that are due soon; one then answers itself, the other ends its run. */
export const timed: Shape[] = [
  {
    workflow: flow('timed-answers')
      .then(
        gate('ask', {
          metadata: humanTask<unknown, Answer>({
            due: soon,
            onExpiry: { resumeData: { text: lateAnswer } },
          }),
        }),
      )
      .then(act('collect'))
      .commit(),
    input: 'x',
    asked: ['ask'],
    acts: ['collect'],
  },
  {
    workflow: flow('timed-ends')
      .then(gate('ask', { metadata: humanTask<unknown, Answer>({ due: soon, onExpiry: 'cancel' }) }))
      .then(act('collect'))
      .commit(),
    input: 'x',
    asked: ['ask'],
    acts: ['collect'],
  },
];

export const workflows: Record<string, AnyWorkflow> = Object.fromEntries(
  timed.map(({ workflow }) => [workflow.id, workflow]),
);
