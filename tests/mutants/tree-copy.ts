import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { mutate, type Mutant } from './mutant';

const run = promisify(execFile);

/** A temporary copy of the tree, uncommitted changes included; dependencies are linked. */
export class TreeCopy {
  private constructor(readonly dir: string) {}

  static async of(root: string): Promise<TreeCopy> {
    const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      maxBuffer: 2 ** 26,
    });
    const dir = await mkdtemp(path.join(os.tmpdir(), 'countersign-mutants-'));
    for (const file of stdout.split('\0').filter((name) => name !== '')) {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      // Git still lists files whose deletion is not committed.
      await cp(path.join(root, file), path.join(dir, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    await symlink(path.join(root, 'node_modules'), path.join(dir, 'node_modules'));
    return new TreeCopy(dir);
  }

  /** Does the work with the guard removed, then restores it. */
  async without<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const file = path.join(this.dir, mutant.file);
    const source = await readFile(file, 'utf8');
    await writeFile(file, mutate(mutant, source));
    return work().finally(() => writeFile(file, source));
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true });
  }
}
