import { NextRequest } from 'next/server';
import { describe, expect, it, vi } from 'vitest';
import { proxy } from '@/proxy';

const visit = (
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) => proxy(new NextRequest(`http://localhost:3000${path}`, { method, headers }));
/** A request header as the page or route behind the proxy receives it. */
const passedOn = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);
const cookie = 'countersign.session_token=anything';

describe('proxy', () => {
  it('redirects a visitor without a session cookie to sign in, and then back', () => {
    const response = visit('/runs?status=failed');
    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toBe(
      'http://localhost:3000/sign-in?next=%2Fruns%3Fstatus%3Dfailed',
    );
    expect(visit('//evil.example/x').headers.get('location')).toBe('http://localhost:3000/sign-in');
  });

  it.each([
    ['/runs', { headers: { cookie } }],
    ['/runs', { headers: { cookie: `__Secure-${cookie}` } }],
    ['/sign-in', {}],
    ['/sign-in/submit', { method: 'POST' }],
    ['/links/abc', {}],
    ['/api/tasks', {}],
    ['/api/tasks/t/decision', { method: 'POST' }],
    ['/sign-out', { method: 'POST' }],
  ])('lets %s pass', (path, init) => {
    const response = visit(path, init);
    expect([response.headers.get('location'), response.headers.get('x-middleware-next')]).toEqual([
      null,
      '1',
    ]);
  });

  it.each(['/runs/%E0%A4%A', '/tasks/%', '/%FF'])(
    'shows the not-found page for %s, which is not valid UTF-8',
    (path) => {
      const response = visit(path, { headers: { cookie } });
      expect(response.headers.get('x-middleware-rewrite')).toBe('http://localhost:3000/no-such-page');
    },
  );

  it('answers a call of the API with such an address with 404 as JSON', async () => {
    const response = visit('/api/runs/%E0%A4%A', { headers: { 'x-request-id': 'request-1' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'not_found', requestId: 'request-1' });
  });

  it('lets pages load images only from the configured hosts', () => {
    const images = () =>
      /img-src [^;]*/.exec(visit('/sign-in').headers.get('content-security-policy') ?? '')?.[0];
    expect(images()).toBe("img-src 'self' data: blob:");
    vi.stubEnv('IMAGE_HOSTS', 'https://img.example.com, https://a.b; script-src * http://plain.example.com');
    expect(images()).toBe("img-src 'self' data: blob: https://img.example.com");
    vi.unstubAllEnvs();
  });

  it('gives each page a policy with a fresh nonce, and passes the nonce to the page', () => {
    const [one, two] = [
      visit('/sign-in'),
      visit('/sign-in', {
        headers: { 'x-nonce': 'theirs', 'content-security-policy': "script-src 'nonce-theirs'" },
      }),
    ];
    const nonces = [one, two].map((response) => {
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(passedOn(response, 'content-security-policy')).toBe(policy);
      expect(policy).toMatch(
        /default-src 'self'; script-src 'self' 'nonce-\w{32}' 'strict-dynamic'; style-src-elem 'self' 'nonce-\w{32}'; /,
      );
      expect(policy).toContain(
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(policy).not.toContain('unsafe-eval');
      const nonce = passedOn(response, 'x-nonce');
      expect(policy.split(`'nonce-${nonce}'`)).toHaveLength(3);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('gives responses of the API a policy that allows nothing to run', () => {
    const response = visit('/api/tasks', { headers: { 'x-nonce': 'theirs' } });
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; frame-ancestors 'none'/,
    );
    expect(response.headers.get('x-middleware-override-headers')?.split(',')).not.toContain('x-nonce');
  });

  it('sets the path of each request, and an id unless the client sent a valid one', () => {
    const response = visit('/runs?x=1', {
      headers: { cookie, 'x-countersign-path': '/elsewhere', 'x-request-id': 'bad id\t' },
    });
    expect(passedOn(response, 'x-countersign-path')).toBe('/runs?x=1');
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(passedOn(response, 'x-request-id')).toBe(response.headers.get('x-request-id'));
    expect(
      visit('/api/x', { headers: { 'x-request-id': 'trace-0123456789' } }).headers.get('x-request-id'),
    ).toBe('trace-0123456789');
  });

  it('deletes the cookie of a new key with the response that shows it, and still passes it to the page', () => {
    const key = 'countersign.new_key=key_1.cs_abc';
    const response = visit('/settings/keys', {
      headers: { cookie: `${cookie}; ${key}`, 'sec-fetch-mode': 'navigate' },
    });
    expect(response.headers.getSetCookie()).toEqual([
      'countersign.new_key=; Path=/settings/keys; Max-Age=0; HttpOnly; SameSite=Strict',
    ]);
    expect(passedOn(response, 'cookie')).toContain(key);
    expect(response.headers.has('x-middleware-set-cookie')).toBe(false);
    const both = { cookie: `${cookie}; ${key}`, 'sec-fetch-mode': 'navigate' };
    const others: Record<string, string>[] = [
      { cookie },
      { ...both, 'sec-fetch-mode': 'cors' },
      { ...both, 'sec-purpose': 'prefetch' },
    ];
    for (const headers of others)
      expect(visit('/settings/keys', { headers }).headers.getSetCookie()).toEqual([]);
  });

  it('sends HSTS only when the app is served over https', () => {
    expect(visit('/sign-in').headers.get('strict-transport-security')).toBeNull();
    vi.stubEnv('APP_URL', 'https://desk.example.com');
    const response = visit('/sign-in');
    expect(response.headers.get('strict-transport-security')).toBe('max-age=63072000');
    expect(response.headers.get('content-security-policy')).toMatch(/; upgrade-insecure-requests$/);
  });
});
