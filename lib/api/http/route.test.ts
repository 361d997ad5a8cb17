import { expect, test } from 'vitest';
import { afterAnswer } from '@/tests/support/after-answer';
import { route } from './route';

afterAnswer(() => undefined);

test('HEAD has the status and headers of its GET, no body, and leaves no stream open', async () => {
  let open = 0;
  const events = route(async () => {
    open += 1;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: {}\n\n')),
      cancel: () => {
        open -= 1;
      },
    });
    return new Response(body, { status: 206, headers: { 'content-type': 'text/event-stream' } });
  });
  const ask = (method: string) => events(new Request('http://localhost:3000/api/runs/x/events', { method }));
  const got = await ask('GET');
  expect(open).toBe(1);
  await got.body?.cancel();
  const head = await ask('HEAD');
  expect(open).toBe(0);
  expect(head.body).toBeNull();
  expect([head.status, [...head.headers]]).toEqual([got.status, [...got.headers]]);
});
