import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const keptMail = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
export type KeptMail = z.infer<typeof keptMail>;

const shownAtMost = 100;

/** Stores a mail as a file instead of sending it; the same mail twice is one file. */
export async function keepMail(dir: string, mail: KeptMail): Promise<void> {
  await mkdir(dir, { recursive: true });
  const name = `${mail.at.replaceAll(/[^\dTZ]/g, '')}-${createHash('sha256').update(mail.id).digest('hex').slice(0, 16)}`;
  const made = path.join(dir, `${name}.writing`);
  await writeFile(made, JSON.stringify(mail, null, 2), { mode: 0o600 });
  await rename(made, path.join(dir, `${name}.json`));
}

/** The mails kept for one address, the newest first. */
export async function listKeptMail(dir: string, address: string): Promise<KeptMail[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const mails: KeptMail[] = [];
  for (const name of names
    .filter((one) => one.endsWith('.json'))
    .toSorted()
    .toReversed()) {
    const mail = keptMail.parse(JSON.parse(await readFile(path.join(dir, name), 'utf8')));
    if (mail.to === address) mails.push(mail);
    if (mails.length === shownAtMost) break;
  }
  return mails;
}
