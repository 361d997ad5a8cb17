import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '../programs';

/** A server running beside the desk; `stop` ends it and resolves when it is gone. */
export type Service = { stop: () => Promise<void> };

export type Command = {
  program: string;
  args: string[];
  env?: Record<string, string>;
  /** The account to run as, for servers that refuse to be root. */
  user?: string | undefined;
};

/**
 * Wraps a command so that the kernel ends it with this process, even if this process is killed. Outside Linux
 * the exit handler below has to do.
 */
function wrapped({ program, args, user }: Command): [string, string[]] {
  const setpriv = findProgram('setpriv', ['/usr/bin']);
  if (process.platform !== 'linux' || !setpriv) return [program, args];
  const as = user === undefined ? [] : ['--reuid', user, '--regid', user, '--init-groups'];
  return [setpriv, ['--pdeathsig', 'KILL', ...as, '--', program, ...args]];
}

const running = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/**
 * Starts a server and resolves when `isReady` returns true.
 * @throws with its last lines when it ends first, or is not ready within 30 s
 */
export async function startService(command: Command, isReady: () => Promise<boolean>): Promise<Service> {
  const [program, args] = wrapped(command);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...command.env },
    cwd: '/',
  });
  let failed: Error | undefined;
  child.once('error', (error) => (failed = error));
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4000)));
  const deadline = Date.now() + 30_000;
  while (!(await isReady().catch(() => false))) {
    if (failed ?? (child.exitCode !== null || Date.now() > deadline)) {
      await end(child, 'SIGKILL').catch(() => undefined);
      throw new Error(`${command.program} did not start.\n${failed?.message ?? output}`);
    }
    await delay(50);
  }
  return { stop: () => end(child, 'SIGTERM') };
}
