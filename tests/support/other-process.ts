import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { program } from './program';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Another process running a script of this folder, which has printed `ready` and waits for `go`; killed with
 * the test.
 */
export async function otherProcess(script: string, args: string[]) {
  const child = spawn(process.execPath, [program(`tests/support/${script}`), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(kill);
  const first = await next();
  if (first !== 'ready') throw new Error(`${script} said ${first}`);
  return { next, kill, go: () => child.stdin.write('go\n') };
}
