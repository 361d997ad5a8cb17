import { expect, it } from 'vitest';
import { clientAddress, networkOf } from './client-address';
import { trustedOrigins } from './origins';

const from = (value?: string) =>
  clientAddress(new Headers(value === undefined ? {} : { 'x-forwarded-for': value }));

it('takes the address that the nearest proxy saw, and ignores what the client wrote', () => {
  expect(from('203.0.113.9')).toBe('203.0.113.9');
  expect(from('1.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(from('203.0.113.9, 2001:db8::1')).toBe('2001:db8::1');
});

it('is unknown without a valid address', () => {
  expect([from(), from(''), from('203.0.113.9, '), from('not-an-address')]).toEqual([
    'unknown',
    'unknown',
    'unknown',
    'unknown',
  ]);
});

it('limits an IPv6 address together with its network', () => {
  expect(networkOf('2001:db8:1:2::9')).toBe(networkOf('2001:db8:1:2:ffff::1'));
  expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
  expect(['203.0.113.9', '::ffff:203.0.113.9', 'unknown'].map(networkOf)).toEqual([
    '203.0.113.9',
    '203.0.113.9',
    'unknown',
  ]);
});

it('trusts only the origin of the app, under every loopback name if it is local', () => {
  expect(trustedOrigins('https://desk.example.com')).toEqual(['https://desk.example.com']);
  expect(trustedOrigins('http://localhost:3000')).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ]);
});

it.each([
  [1, '10.0.0.2'],
  [2, '203.0.113.7'],
  [3, '198.51.100.9'],
  [4, 'unknown'],
])('behind %i proxies it is the address that the outermost saw: %s', (proxies, address) => {
  expect(
    clientAddress(new Headers({ 'x-forwarded-for': '198.51.100.9, 203.0.113.7, 10.0.0.2' }), proxies),
  ).toBe(address);
});
