import type { Finding } from './types';

type Facts = Pick<Finding, 'kind' | 'id' | 'title' | 'reason'> & { detail?: string | null; since: Date };

/** A finding about the desk itself, without run, task or actions. */
export const deskFinding = ({ detail = null, since, ...facts }: Facts): Finding => ({
  ...facts,
  runId: null,
  taskId: null,
  workflowTitle: null,
  detail,
  since: since.toISOString(),
  actions: [],
});
