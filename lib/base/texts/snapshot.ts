const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** Texts of the page that shows operators a run's snapshot. */
export const snapshotTexts = {
  title: 'Snapshot',
  open: 'Snapshot',
  back: 'The request',
  intro: 'What the workflow engine keeps of this request. Parts that a schema calls sensitive are hidden.',
  download: 'Download',
  copy: 'Copy path',
  copied: 'Copied',
  copyByHand: 'This page may not copy here. The text is selected: press Ctrl+C, or ⌘C.',
  copyOf: (path: string) => `Copy path ${path}`,
  copyRun: 'Copy run ID',
  status: 'Engine’s status',
  workflow: 'Workflow',
  run: 'Run',
  size: 'Size',
  written: 'Last written',
  waiting: 'Waits at',
  nobody: 'Nothing waits',
  graph: 'The way it took',
  graphHelp: 'Every step of the workflow in order; each name leads to what the step was given and gave.',
  legend: 'Marks',
  steps: 'Steps',
  noSteps: 'No step has run yet.',
  input: 'Input',
  result: 'Result',
  error: 'Error',
  cut: { title: 'Long values are shortened here', body: 'The download has all of them.' },
  parts: {
    payload: 'Payload',
    suspendPayload: 'Suspend payload',
    resumePayload: 'Resume payload',
    output: 'Output',
    error: 'Error',
  },
  empty: 'Empty',
  item: (index: number) => `Item ${index}`,
  moreItems: (count: number) => `${counted(count, 'more item')}, in the download`,
  rounds: (count: number) => counted(count, 'round'),
  began: 'began',
  ended: 'ended',
  took: (duration: string) => `took ${duration}`,
  waited: (duration: string) => `waited ${duration} for its answer`,
  waitsSince: 'waits since',
  states: {
    none: {
      title: 'This request has not begun',
      body: 'The engine has no snapshot yet. It is started by the next sweep at the latest.',
    },
    lost: {
      title: 'The engine has no snapshot of this request',
      body: 'What was asked and decided is kept on the request’s page. From that it can be rebuilt.',
    },
    pruned: {
      title: 'This snapshot was removed by retention',
      body: 'It was pruned on',
      kept: 'The request, its questions, answers and audit log are kept.',
    },
    unreadable: { title: 'The snapshot cannot be read', body: 'This is what the snapshot store said:' },
    unknown: {
      title: 'The desk no longer has this workflow',
      body: 'What its steps called sensitive is not known any more; only what its questions did is hidden.',
    },
  },
} as const;

export const stateWords = {
  done: 'Done',
  running: 'Running',
  waiting: 'Waiting',
  failed: 'Failed',
  skipped: 'Skipped',
  canceled: 'Cancelled',
  not_reached: 'Not reached',
};

export const graphTexts = {
  mapping: 'Mapping',
  sleep: (duration: string | null) => (duration ? `Pause of ${duration}` : 'Pause'),
  nested: 'Workflow within',
  parallel: 'At the same time',
  branch: 'One way or another',
  loop: (until: boolean, rounds: number) =>
    `${until ? 'Repeats until a condition holds' : 'Repeats while a condition holds'}${rounds > 0 ? ` · ${counted(rounds, 'round')} so far` : ''}`,
  foreach: (concurrency: number) => `For each item · ${concurrency === 1 ? 'one' : concurrency} at a time`,
  items: (state: keyof typeof stateWords, count: number) => `${count} ${stateWords[state].toLowerCase()}`,
} as const;

/** Findings about a run's data. docs/operations.md says what to do about each. */
export const findingTexts = {
  lost: {
    title: (step: string) => `The step “${step}” gave something that the snapshot cannot keep`,
    safe: 'Steps that ran in the same process had it. After a restart, or once the run has waited, it is missing or something else.',
    todo: 'Its author should give plain JSON instead.',
    whole: 'All of it',
  },
  large: {
    title: (bytes: string, limit: string) => `The snapshot passed ${limit}: it had ${bytes}`,
    safe: 'The run goes on. Every step writes all of it, so it slows down.',
    todo: 'Its author should keep large data elsewhere, and hand on where it is.',
  },
  tooLarge: {
    title: (bytes: string, limit: string) =>
      `The snapshot is far too large: it passed ${limit}, and had ${bytes}`,
    safe: 'Nothing was stopped, and no decision is lost. The snapshot store may refuse it before long.',
    todo: 'Cancel the request if it grows without end.',
  },
} as const;
