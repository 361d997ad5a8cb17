import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  globSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build, whyBuild } from '@/scripts/support/build';

const root = path.resolve(import.meta.dirname, '../..');
const groups = 'tests/support/workflows';
const parts = [
  'app',
  'components',
  'lib',
  'db',
  'public',
  groups,
  '{next.config,proxy,instrumentation}.ts',
  'postcss.config.*',
  'tsconfig.json',
  'package*.json',
  '.env.example',
];

/**
 * Where the app with the test workflows is built: a copy of this checkout in the system's temporary folder,
 * kept for the next time. Its servers have the app's workflows and those of `tests/support/workflows`.
 */
const testBuildDir: string = path.join(
  os.tmpdir(),
  `countersign-with-tests-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`,
);
/** What it is served from, as in an image (Dockerfile): the server and only the files it needs. */
export const testServerDir: string = path.join(testBuildDir, '.next/standalone');

function linkFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
  }
}

/** Hard links, because the bundler follows no symbolic link out of its folder. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

/** Adds lines to the list of workflows, as a team would by hand. Each group exports `workflows`. */
function addGroups(): void {
  const list = path.join(testBuildDir, 'lib/mastra/workflows/index.ts');
  renameSync(list, path.join(path.dirname(list), 'shipped.ts'));
  const names = globSync('*.ts', { cwd: path.join(testBuildDir, groups) })
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted();
  const lines = [
    "import { workflows as shipped } from './shipped';",
    ...names.map((name, index) => `import { workflows as group${index} } from '@/${groups}/${name}';`),
    `export { agents } from './shipped';`,
    `export const workflows = { ...shipped, ${names.map((_, index) => `...group${index}`).join(', ')} };`,
  ];
  writeFileSync(list, `${lines.join('\n')}\n`);
}

/** Whether the process that wrote the lock still runs. */
function isHeld(lock: string): boolean {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch {
    return false;
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Holds a lock across processes, since parallel test files want the same build. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  const lock = `${testBuildDir}.lock`;
  while (!take(lock)) {
    if (isHeld(lock)) await delay(500);
    else rmSync(lock, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function makeTestBuild(): Promise<void> {
  rmSync(testBuildDir, { recursive: true, force: true });
  for (const part of globSync(parts, { cwd: root })) {
    cpSync(path.join(root, part), path.join(testBuildDir, part), {
      recursive: true,
      preserveTimestamps: true,
      filter: (file) => !/\.test\.tsx?$/.test(file),
    });
  }
  linkTree(path.join(root, 'node_modules'), path.join(testBuildDir, 'node_modules'));
  addGroups();
  if (!(await build(testBuildDir, { STANDALONE: 'true' })))
    throw new Error('The app with the test workflows could not be built.');
  linkTree(path.join(testBuildDir, '.next/static'), path.join(testServerDir, '.next/static'));
}

/**
 * Builds the standalone app with the test workflows, unless there is a build newer than all sources.
 * @returns the folder to serve it from: `new AppServer({ root, … })`
 * @throws Error when the build fails; the reason was printed
 */
export const ensureTestBuild = (): Promise<string> =>
  alone(async () => {
    if (whyBuild(root, { at: testBuildDir, more: [`${groups}/**/*`] }) !== undefined) await makeTestBuild();
    return testServerDir;
  });
