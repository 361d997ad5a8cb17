import { maySeeAllRuns } from './may-see-run';

/** The audit log is for those who oversee everything: operators and administrators. */
export const maySeeAudit = maySeeAllRuns;
