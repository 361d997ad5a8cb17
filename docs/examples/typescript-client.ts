import { createClient } from '@/lib/api/client/create-client';
import { unwrap } from '@/lib/api/client/unwrap';

const desk = createClient({
  url: process.env.DESK ?? 'http://localhost:3000',
  key: process.env.COUNTERSIGN_KEY,
  idempotent: true,
});

const input = {
  purpose: 'Train to Lyon',
  category: 'travel',
  amount: 184.5,
  currency: 'EUR',
  spentOn: '2026-11-18',
};
const run = await unwrap(
  desk.POST('/api/runs', {
    body: { workflowId: 'expense-report', input },
    params: { header: { Prefer: 'wait=10' } },
  }),
);
console.log(
  `${run.title}: ${run.status}, waiting for ${run.tasks.flatMap((task) => task.askedOf).join(', ')}`,
);

const { data, error } = await desk.POST('/api/runs/{runId}/cancel', {
  params: { path: { runId: run.runId } },
});
console.log(error ? `${error.code}: ${error.detail}` : data.status);
