import { once } from 'node:events';
import http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { Client, type Weather } from './client';
import { Dice } from './dice';
import { Traffic } from './traffic';

test('counts requests without an answer and answers nobody should get, and carries on', async () => {
  const counted: Traffic[] = [];
  const server = http.createServer((request, response) => {
    if (request.url === '/api/auth/sign-in/email')
      return void response.setHeader('set-cookie', 'a=1').end('{}');
    response.writeHead(counted.some(({ unanswered }) => unanswered.length > 0) ? 500 : 503).end('{}');
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const weather: Weather = { requests: 0, cutOff: 0, busy: 0 };
  const desk = {
    urls: [`http://localhost:${typeof address === 'object' ? address?.port : ''}`],
    noteWrite: () => undefined,
  };
  const impatient = await Client.signIn(desk, 'requester', weather, 700);
  const traffic = new Traffic(
    { requester: impatient, approvers: {}, operator: impatient },
    new Dice(1),
    1,
    0,
  );
  counted.push(traffic);
  await traffic.play(() => traffic.strange.length === 2);
  expect(traffic.unanswered).toEqual([expect.stringMatching(/^unanswered: POST \/api\/runs \(\d+ × 503\)$/)]);
  expect(traffic.strange).toEqual([
    expect.stringMatching(/^start of .*: 500/),
    expect.stringMatching(/^start of .*: 500/),
  ]);
  expect(weather).toEqual({ requests: weather.busy + 2, cutOff: 0, busy: expect.any(Number) });
  expect(weather.busy).toBeGreaterThan(0);
});
