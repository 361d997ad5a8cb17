import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { demoPassword, demoPeople } from '@/db/demo-people';
import { ConsoleGuard } from './console-guard';
import { DeskServer } from './server';

export { expect };
export { expectNoAxeViolations } from './axe';

/** A demo person by the part of the address before the @. */
export type Person = 'requester' | 'requester2' | 'manager' | 'manager2' | 'finance' | 'finance2' | 'operator' | 'admin';
export type Seat = { page: Page; context: BrowserContext };

type TestFixtures = {
  /** Fails the test on a console error or a broken content security policy, on any page of any context. */
  consoleGuard: ConsoleGuard;
  /** What the server wrote, attached to a test that failed. */
  serverLog: void;
  /** Signs the context of `page` in over HTTP, as the sign-in form does. */
  signIn: (page: Page, person: Person) => Promise<void>;
  /** A browser of that person's own, signed in; closed with the test. */
  as: (person: Person) => Promise<Seat>;
};
type WorkerFixtures = {
  /** The server of this worker. A test may kill and restart it. */
  desk: DeskServer;
};

export const emailOf = (person: Person): string => `${person}@demo.test`;

/** The name that the desk shows for a demo person. */
export function nameOf(person: Person): string {
  const found = demoPeople.find(({ email }) => email === emailOf(person));
  if (!found) throw new Error(`There is no demo person ${person}.`);
  return found.name;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  desk: [
    async ({}, use) => {
      const desk = await DeskServer.open();
      await use(desk);
      await desk.dispose();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  baseURL: async ({ desk }, use) => use(desk.url),

  consoleGuard: [
    async ({ context }, use) => {
      const guard = new ConsoleGuard();
      guard.watch(context);
      await use(guard);
      expect(guard.complaints, 'the browser console').toEqual([]);
    },
    { auto: true },
  ],

  serverLog: [
    async ({ desk }, use, testInfo) => {
      const before = desk.output.length;
      await use();
      if (testInfo.status === testInfo.expectedStatus) return;
      await testInfo.attach('server log', { body: desk.output.slice(before), contentType: 'text/plain' });
    },
    { auto: true },
  ],

  signIn: async ({ desk }, use) =>
    use(async (page, person) => {
      const answer = await page.context().request.post(`${desk.url}/api/auth/sign-in/email`, {
        headers: { origin: desk.url },
        data: { email: emailOf(person), password: demoPassword },
      });
      expect(answer.status(), await answer.text()).toBe(200);
    }),

  as: async ({ browser, baseURL, contextOptions, locale, timezoneId, consoleGuard, signIn }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person) => {
      const context = await browser.newContext({ ...contextOptions, locale, timezoneId, baseURL });
      contexts.push(context);
      consoleGuard.watch(context);
      const page = await context.newPage();
      await signIn(page, person);
      return { page, context };
    });
    for (const context of contexts) await context.close();
  },
});
