/**
 * Runs before dev, build, start and test, so it must run on any Node since 18: says in one sentence if Node
 * is too old for Mastra.
 */
const needed = [22, 13];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  const remedy =
    process.platform === 'darwin'
      ? 'install Node 24 (nvm install, or nodejs.org) and try again'
      : 'run "npm ci" with its optional packages, which bring Node 24, and start through "npm run"';
  console.error(
    `Countersign needs Node ${needed.join('.')} or newer and this is Node ${process.versions.node}: ${remedy}.`,
  );
  process.exit(1);
}
