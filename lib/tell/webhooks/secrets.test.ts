import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { lockSecret, newSecret, secretsOf, signedHeaders } from './secrets';

// The test vector of the reference libraries.
const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1614265330_000),
  body: '{"test": 2432232314}',
};

test('computes the signature of Standard Webhooks', () => {
  expect(signedHeaders([vector.secret], vector.id, vector.at, vector.body)).toEqual({
    'webhook-id': vector.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('the reference library accepts it for either secret, and for no other', () => {
  const [first, second, third] = [newSecret(), newSecret(), newSecret()];
  const body = '{"name":"Zoë"}';
  const headers = signedHeaders([first, second], 'msg_1', new Date(), body);
  for (const secret of [first, second])
    expect(new Webhook(secret).verify(body, headers)).toEqual({ name: 'Zoë' });
  expect(() => new Webhook(third).verify(body, headers)).toThrow('No matching signature');
  expect(() => new Webhook(first).verify(`${body} `, headers)).toThrow('No matching signature');
});

test('the previous secret signs until it expires; after AUTH_SECRET changed none does', () => {
  const key = 'k'.repeat(32);
  const until = new Date('2026-11-23T00:00:00Z');
  const endpoint = {
    id: 'whk_1',
    secret: lockSecret(key, 'whk_1', 'whsec_bmV3'),
    previousSecret: lockSecret(key, 'whk_1', 'whsec_b2xk'),
    previousUntil: until,
  };
  expect(secretsOf(key, endpoint, new Date(until.getTime() - 1))).toEqual(['whsec_bmV3', 'whsec_b2xk']);
  expect(secretsOf(key, endpoint, until)).toEqual(['whsec_bmV3']);
  expect(secretsOf('j'.repeat(32), endpoint, until)).toEqual([]);
});
