import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Runs the check in a process that pretends to be another Node. */
function checkAs(version: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'scripts/check-node.mjs'],
    { encoding: 'utf8' },
  );
  return { status, said: stderr.trim().split('\n') };
}

describe('check-node', () => {
  it.each(['22.13.0', '22.14.1', '24.21.0', '100.0.0'])('lets Node %s pass silently', (version) => {
    expect(checkAs(version)).toEqual({ status: 0, said: [''] });
  });

  it.each(['18.20.0', '20.20.2', '22.12.9'])('refuses Node %s in one sentence', (version) => {
    const { status, said } = checkAs(version);
    expect(status).toBe(1);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      new RegExp(`^Countersign needs Node 22\\.13 or newer and this is Node ${version}: .+\\.$`),
    );
  });

  it('sees the project’s own Node, whatever the machine has', () => {
    const PATH = process.env.PATH?.split(path.delimiter)
      .filter((folder) => !folder.includes('node_modules'))
      .join(path.delimiter);
    const npm = spawnSync('npm', ['run', '-s', 'check:node'], {
      encoding: 'utf8',
      env: { ...process.env, PATH },
      shell: process.platform === 'win32',
    });
    expect({ status: npm.status, said: npm.stderr }).toEqual({ status: 0, said: '' });
  });
});
