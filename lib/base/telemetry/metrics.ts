import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const prefix = 'countersign_';

function make() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: prefix + name, help, labelNames, registers });
  return {
    registry,
    /** From the app database: the same in every process. */
    facts: {
      openTasks: gauge('tasks_open', 'Tasks that wait for an answer.', ['kind', 'priority']),
      oldestTask: gauge('tasks_oldest_open_age_seconds', 'Age of the oldest open task; 0 without one.'),
      runs: gauge('runs', 'Runs that have not ended, and lost ones.', ['status']),
      debts: gauge('outbox_debts', 'Work owed to runs that is not done.', ['state', 'kind']),
      oldestDebt: gauge(
        'outbox_oldest_due_age_seconds',
        'For how long the oldest due debt has been due; 0 without one.',
      ),
      leases: gauge('leases_held', 'Runs that some process drives just now.'),
      sweepAge: gauge(
        'sweep_age_seconds',
        'Time since the last sweep of any process ended; without one, since this process started.',
      ),
      sweepSeconds: gauge('sweep_duration_seconds', 'How long that sweep took.'),
      sweepFailed: gauge('sweep_failed', '1 when that sweep failed.'),
      findings: gauge('findings', 'What the operations page lists, each kind counted up to 100.', ['kind']),
      sweepResult: gauge('sweep_result', 'What that sweep found and did.', ['what']),
      decisions: new Counter({
        name: `${prefix}decisions_total`,
        help: 'Answers recorded, by people, signals, checks and policies.',
        labelNames: ['outcome', 'channel'],
        registers,
      }),
      resumeLag: new Histogram({
        name: `${prefix}decision_resume_lag_seconds`,
        help: 'Time from a recorded answer until its run had taken it.',
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800],
        registers,
      }),
    },
    /** What this process has done since it started. */
    requests: new Histogram({
      name: `${prefix}http_request_duration_seconds`,
      help: 'Requests to the API answered by this process.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    }),
    storeErrors: new Counter({
      name: `${prefix}store_errors_total`,
      help: 'Statements that failed in this process since a store was busy or away.',
      labelNames: ['reason'],
      registers,
    }),
    /** The last audit event counted in `facts`. */
    countedTo: 0,
  };
}

export type Metrics = ReturnType<typeof make>;

const holder = globalThis as typeof globalThis & { countersignMetrics?: Metrics };

/** The metrics of this process, shared by all bundles. */
export const metrics = (): Metrics => (holder.countersignMetrics ??= make());
export const newMetrics = make;
