import type { WorkflowInfo } from '@/lib/engine/workflow-info';

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The workflows whose title, description or steps contain all the words, ignoring case and accents. */
export function searchWorkflows(workflows: readonly WorkflowInfo[], query: string): WorkflowInfo[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return workflows.filter(({ title, description, humanSteps }) => {
    const text = plain([title, description ?? '', ...humanSteps.map((step) => step.title)].join(' '));
    return words.every((word) => text.includes(word));
  });
}
