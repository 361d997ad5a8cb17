import { describe, expect, test } from 'vitest';
import { receiverForTest } from '@/tests/support/webhook-receiver';
import { checkUrl } from './check-url';
import { outside } from './destination';
import { parseNetworks } from '@/lib/base/networks';
import { send } from './send';

const to = (allow = '', resolve: (host: string) => Promise<string[]> = async () => ['93.184.215.14']) => ({
  ...outside(parseNetworks(allow).networks),
  resolve,
});
const why = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: { issues?: { reason: string }[] }) => error.issues?.[0]?.reason ?? String(error),
  );

describe('allowed destinations', () => {
  test.each([
    'https://example.com/hooks',
    'https://93.184.215.14/',
    'https://[2606:4700::1111]:8443/a?b=c',
    'HTTPS://EXAMPLE.com',
  ])('%s', async (url) => {
    expect(await checkUrl(url, to())).toBe(new URL(url).href);
  });

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://１２７.0.0.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://198.18.0.1/',
    'https://192.0.2.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a00:1]/',
    'https://[::127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[fd12::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:db8::1]/',
    'https://[ff02::1]/',
  ])('never %s', async (url) => {
    expect(await why(checkUrl(url, to()))).toBe('url_private');
  });

  test.each([
    ['http://example.com/', 'url_public_needs_https'],
    ['ftp://example.com/', 'url_not_https'],
    ['javascript:alert(1)', 'url_not_https'],
    ['example.com', 'url_not_https'],
    ['https://user:pass@example.com/', 'url_with_password'],
  ])('nor %s: %s', async (url, reason) => {
    expect(await why(checkUrl(url, to()))).toBe(reason);
  });

  test('a name is allowed only if all its addresses are', async () => {
    expect(
      await why(
        checkUrl(
          'https://inside.test/',
          to('', async () => ['93.184.215.14', '10.0.0.1']),
        ),
      ),
    ).toBe('url_private');
    expect(await why(checkUrl('https://localhost/', outside([])))).toBe('url_private');
    expect(
      await why(
        checkUrl(
          'https://nothing.test/',
          to('', async () => []),
        ),
      ),
    ).toBe('url_no_address');
    expect(await why(checkUrl('https://nothing.invalid/', outside([])))).toBe('url_unknown_host');
  });

  test('the configuration allows exactly its own hosts, over http too', async () => {
    expect(await why(checkUrl('http://10.1.2.3/', to('10.1.0.0/16, ::1')))).toBe('taken');
    expect(await why(checkUrl('http://[::1]/', to('10.1.0.0/16, ::1')))).toBe('taken');
    expect(await why(checkUrl('http://[::ffff:10.1.2.3]/', to('10.1.0.0/16')))).toBe('taken');
    expect(await why(checkUrl('http://10.2.0.1/', to('10.1.0.0/16, ::1')))).toBe('url_private');
    expect(parseNetworks('10.0.0.0/8 localhost, 10.0.0.0/33').wrong).toEqual(['localhost', '10.0.0.0/33']);
  });
});

describe('sending', () => {
  const post = (url: string, towards = to()) => send(new URL(url), {}, '{}', towards, new Date());

  test('refuses a name that was public when saved and now resolves to this machine, without connecting', async () => {
    const receiver = await receiverForTest();
    const answers = [['93.184.215.14'], ['127.0.0.1']];
    const rebinding = to('', async () => answers.shift() ?? []);
    await checkUrl(`https://rebind.test:${receiver.port}/`, rebinding);
    expect(await post(`https://rebind.test:${receiver.port}/`, rebinding)).toMatchObject({
      status: null,
      error: 'url_private',
    });
    expect(receiver.received).toEqual([]);
  });

  test('connects to the address that was checked', async () => {
    const receiver = await receiverForTest();
    const asked: string[] = [];
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const sent = await post(
      `http://name.test:${receiver.port}/`,
      to('127.0.0.1', async (host) => (asked.push(host), answers.shift() ?? [])),
    );
    expect([sent.status, asked, receiver.received[0]?.headers.host]).toEqual([
      204,
      ['name.test'],
      `name.test:${receiver.port}`,
    ]);
  });

  test.each([
    'https://127.0.0.1:9/',
    'https://[::1]:9/',
    'https://[::ffff:127.0.0.1]:9/',
    'https://localhost:9/',
  ])('%s is refused without a connection', async (url) => {
    expect((await post(url, outside([]))).error).toBe('url_private');
  });

  test('does not follow redirects', async () => {
    const inward = await receiverForTest();
    const receiver = await receiverForTest(() => ({ status: 307, headers: { location: inward.url } }));
    expect(await post(receiver.url, to('127.0.0.1'))).toMatchObject({ status: 307, error: null });
    expect(inward.received).toEqual([]);
  });

  test('gives up on a receiver that does not answer', async () => {
    const receiver = await receiverForTest(() => 'hang');
    expect(await post(receiver.url, { ...to('127.0.0.1'), timeoutMs: 300 })).toMatchObject({
      status: null,
      error: 'no answer within 0.3 s',
    });
  });

  test('reads a response up to a limit, and stores its beginning as one line', async () => {
    const receiver = await receiverForTest(() => ({
      status: 500,
      body: `out\nof\u0000order ${'x'.repeat(5_000_000)}`,
    }));
    const { status, response } = await post(receiver.url, to('127.0.0.1'));
    expect([status, response?.length, response?.slice(0, 14)]).toEqual([500, 500, 'out of order x']);
  });

  test('accepts Retry-After in seconds or as a date, up to a day', async () => {
    const said = ['120', new Date(Date.now() + 60_000).toUTCString(), '99999999', 'soon'];
    const receiver = await receiverForTest(() => ({
      status: 429,
      headers: { 'retry-after': said.shift() ?? '' },
    }));
    expect((await post(receiver.url, to('127.0.0.1'))).retryAfterMs).toBe(120_000);
    expect((await post(receiver.url, to('127.0.0.1'))).retryAfterMs).toBeGreaterThan(50_000);
    expect((await post(receiver.url, to('127.0.0.1'))).retryAfterMs).toBe(86_400_000);
    expect((await post(receiver.url, to('127.0.0.1'))).retryAfterMs).toBeNull();
  });
});
