import { maySeeAllRuns } from './may-see-run';

/** Only operators and admins read the audit log. */
export const maySeeAudit = maySeeAllRuns;
