import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';

/** Reads a password: from a terminal twice without echo, from a pipe its first line. */
export async function readPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? '';
  const first = await askHidden(question);
  if ((await askHidden('Once more: ')) === first) return first;
  process.stderr.write('The two are not the same. Again.\n');
  return readPassword(question);
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  // The line editor echoes into a stream that discards everything.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const stop = new AbortController();
  terminal.on('SIGINT', () => stop.abort());
  try {
    return await terminal.question('', { signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) process.exit(130);
    throw error;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
