/**
 * Runs before dev, build, start and test, and must itself run on any Node since 18:
 * says in one sentence when Node is too old for Mastra (22.13 is the first with what it needs).
 */
import { pathToFileURL } from 'node:url';

const needed = [22, 13];

/** `undefined` when `version` ("22.13.0") is new enough, else the sentence to show. */
export function nodeComplaint(version, platform) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return undefined;
  const remedy =
    platform === 'darwin'
      ? 'install Node 24 (nvm install, or nodejs.org) and try again'
      : 'run "npm ci" without --omit=optional, which brings Node 24, and start through "npm run"';
  return `Countersign needs Node ${needed.join('.')} or newer and this is Node ${version}: ${remedy}.`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const complaint = nodeComplaint(process.versions.node, process.platform);
  if (complaint) {
    console.error(complaint);
    process.exit(1);
  }
}
