import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, statSync } from 'node:fs';
import path from 'node:path';

const sources = [
  '{app,components,lib,db,public}/**/*',
  '{next.config,proxy,instrumentation}.ts',
  'postcss.config.*',
  'package-lock.json',
];

const modified = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * Why the app in `root` must be built before serving; `undefined` when its build is newer than all sources.
 * `at`: where the build is, if elsewhere; `more`: globs of further sources.
 */
export function whyBuild(
  root: string,
  { at = root, more = [] }: { at?: string; more?: string[] } = {},
): string | undefined {
  const built = modified(path.join(at, '.next/BUILD_ID'));
  if (!built) return 'there is no build yet';
  const changed = globSync([...sources, ...more], { cwd: root })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .find((file) => modified(path.join(root, file)) > built);
  return changed && `${changed} has changed since the last build`;
}

/**
 * Runs `next build` in `root` without its type check, which `npm run typecheck` and `npm run build` do. Shows
 * its progress; `more`: extra variables.
 * @returns whether it succeeded
 */
export async function build(root: string, more: Record<string, string> = {}): Promise<boolean> {
  const next = path.join(root, 'node_modules/next/dist/bin/next');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    SKIP_TYPE_CHECK: 'true',
    ...more,
  };
  const [code] = await once(
    spawn(process.execPath, [next, 'build'], { cwd: root, stdio: 'inherit', env }),
    'exit',
  );
  return code === 0;
}
