import { shapes } from '@/tests/support/workflows/shapes';
import { expect, test } from '../support/fixtures';

test('a workflow that a team adds to the list is offered beside the others', async ({ api }) => {
  const requester = await api('requester');
  const offered = (await (await requester.http.get('/api/workflows')).json()) as { items: { id: string }[] };
  const ids = offered.items.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['expense-report', ...Object.values(shapes).map(({ workflow }) => workflow.id)]));
});
