import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '@/db/client';
import { demoPeople } from '@/db/demo-people';
import { tasks } from '@/db/schema';
import { createLinks } from '@/lib/tell/links/create-link';
import { emailOf, type Person } from './people';
import type { DeskServer } from './server';

/** The secret test desks sign links with, so that a test can make one. */
export const linkSecret = { name: 'test', secret: 'a-secret-that-signs-links-of-test-desks' };

/** Works on a desk's database, bypassing its server. */
export async function inDatabase<T>(desk: DeskServer, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
  try {
    return await work(db);
  } finally {
    db.$client.close();
  }
}

/** What the page of a link asks to be typed. */
export async function confirmationIn(page: Page): Promise<string> {
  const label = await page.getByText(/^To confirm, type \d+/).textContent();
  return /\d+/.exec(label ?? '')?.[0] ?? '';
}

export const idOf = (person: Person): string =>
  demoPeople.find(({ email }) => email === emailOf(person))?.id ?? '';

/** The links a mail to this person would carry for a task, by outcome; made at `now`. */
export function linksOf(
  desk: DeskServer,
  taskId: string,
  person: Person,
  now = new Date(),
): Promise<Record<string, string>> {
  return inDatabase(desk, async (db) => {
    const [task] = await db.select().from(tasks).where(eq(tasks.id, taskId));
    if (!task) throw new Error(`there is no task ${taskId}`);
    return Object.fromEntries(
      await createLinks({ db, clock: { now: () => now }, secrets: [linkSecret] }, task, idOf(person)),
    );
  });
}
