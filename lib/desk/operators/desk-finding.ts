import type { Finding } from './types';

type Facts = Pick<Finding, 'kind' | 'id' | 'title' | 'reason'> & { detail?: string | null; since: Date };

/** A finding about the desk itself: of no run and no task, and with nothing that an operator could do from the list. */
export const deskFinding = ({ detail = null, since, ...facts }: Facts): Finding => ({
  ...facts,
  runId: null,
  taskId: null,
  workflowTitle: null,
  detail,
  since: since.toISOString(),
  actions: [],
});
