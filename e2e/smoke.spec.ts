import { emailOf, expect, expectNoAxeViolations, nameOf, test } from './support/fixtures';

test('the server is alive and ready', async ({ request }) => {
  for (const path of ['/api/health', '/api/ready']) {
    const answer = await request.get(path);
    expect(answer.status(), await answer.text()).toBe(200);
  }
});

test('the sign-in page is accessible in both themes and lists the demo people', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: nameOf('manager') })).toBeVisible();
  await expectNoAxeViolations(page);
});

test('a session survives a restart of its server', async ({ desk, as }) => {
  const { context } = await as('manager');
  await desk.kill();
  await desk.start();
  const session = await context.request.get('/api/auth/get-session');
  expect(await session.json()).toMatchObject({ user: { email: emailOf('manager') } });
});

test('a console error, a script that the policy forbids and a request to another site would fail a test', async ({
  page,
  consoleGuard,
}) => {
  await page.goto('/sign-in');
  await page.evaluate(() => {
    console.error('something broke');
    document.body.insertAdjacentHTML(
      'beforeend',
      '<button type="button" onclick="alert(1)">Injected</button><a href="https://elsewhere.test/">Away</a>',
    );
  });
  await expect
    .poll(() => consoleGuard.complaints.join('\n'))
    .toMatch(/something broke[^]*Content Security Policy/);
  await page.route('https://elsewhere.test/', (route) => route.abort());
  await page.getByRole('link', { name: 'Away' }).click();
  await expect
    .poll(() => consoleGuard.complaints.join('\n'))
    .toContain('request to another site: https://elsewhere.test/');
  consoleGuard.allow(/something broke|Content Security Policy|elsewhere\.test/);
});
