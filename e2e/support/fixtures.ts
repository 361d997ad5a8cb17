import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { Api } from './api';
import { ConsoleGuard } from './console-guard';
import type { Person } from './people';
import { DeskServer } from './server';
import { sessionOf } from './sessions';

export { expect };
export { expectNoAxeViolations } from './axe';
export { emailOf, nameOf, type Person } from './people';

export type Seat = { page: Page; context: BrowserContext };

type TestFixtures = {
  /** Fails the test on a console error, a broken content security policy or a request to another site, on any page of any context. */
  consoleGuard: ConsoleGuard;
  /** What the server wrote, attached to a test that failed. */
  serverLog: void;
  /** A server for this test alone, which it may kill. */
  ownDesk: DeskServer;
  /** A browser of that person's own, signed in, or of a stranger's (null); closed with the test. At `desk` unless said otherwise. */
  as: (person: Person | null, at?: DeskServer) => Promise<Seat>;
  /** A program that is signed in as that person; at `desk` unless said otherwise. */
  api: (person: Person, at?: DeskServer) => Promise<Api>;
};
export type DeskChoice = {
  /** The folder whose build the desks of a project serve; undefined is this checkout's own. */
  builtIn: string | undefined;
};
type WorkerFixtures = DeskChoice & {
  /** The server of this worker. A test may kill and restart it. */
  desk: DeskServer;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  builtIn: [undefined, { option: true, scope: 'worker' }],

  desk: [
    async ({ builtIn }, use) => {
      const desk = await DeskServer.open({ root: builtIn });
      await use(desk);
      await desk.dispose();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  ownDesk: [
    async ({ builtIn }, use, testInfo) => {
      const own = await DeskServer.open({ root: builtIn });
      await use(own);
      await own.dispose();
      if (testInfo.status !== testInfo.expectedStatus)
        await testInfo.attach('log of the own server', { body: own.output, contentType: 'text/plain' });
    },
    { timeout: 90_000 },
  ],

  baseURL: async ({ desk }, use) => use(desk.url),

  consoleGuard: [
    async ({ context }, use) => {
      const guard = new ConsoleGuard();
      guard.watch(context);
      await use(guard);
      expect(guard.complaints, 'what pages may not do').toEqual([]);
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

  as: async ({ browser, desk, consoleGuard }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, at = desk) => {
      const context = await browser.newContext({ baseURL: at.url });
      contexts.push(context);
      at.visitors.add(context);
      consoleGuard.watch(context);
      if (person) await context.addCookies(await sessionOf(at, person));
      return { page: await context.newPage(), context };
    });
    for (const context of contexts) await context.close();
  },

  api: async ({ desk }, use) => {
    const programs: Api[] = [];
    await use(async (person, at = desk) => {
      const program = await Api.signIn(at, person);
      programs.push(program);
      return program;
    });
    for (const program of programs) await program.dispose();
  },
});
