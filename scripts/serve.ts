/**
 * `npm run dev` and `npm start`: checks the port first, so that a taken one gives a sentence and not a stack
 * trace, then runs Next's own command with all arguments.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { portFault } from './support/ports';
import { portOf } from './support/port-of';

const root = path.resolve(import.meta.dirname, '..');
const [mode = 'start', ...rest] = process.argv.slice(2);
const port = portOf(rest, process.env.PORT);
const fault = Number.isInteger(port) && port > 0 && port < 65_536 ? await portFault(port) : 'not a port';

if (fault) {
  const command = mode === 'dev' ? 'npm run dev' : 'npm start';
  const why =
    fault === 'EADDRINUSE' ? 'is taken by another program; stop it, or' : `cannot be used (${fault});`;
  console.error(
    `Port ${port} ${why} choose another, such as: PORT=${port === 3000 ? 3001 : 3000} ${command}`,
  );
  process.exit(1);
}

const next = spawn(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), mode, ...rest], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => next.kill(signal));
// npm only signals the shell between it and this process, and the shell dies without telling its children.
const parent = process.ppid;
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid !== parent && next.kill('SIGTERM'), 500).unref();
const [code] = await once(next, 'exit');
process.exitCode = typeof code === 'number' ? code : 0;
