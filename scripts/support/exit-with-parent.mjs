/**
 * Loaded into a server that a script or a test starts: ends it when its standard input closes, which the
 * system does when the parent dies in whatever way. So no server outlives the run that made it.
 */
process.stdin.on('end', () => process.exit(1));
process.stdin.on('error', () => process.exit(1));
process.stdin.resume();
process.stdin.unref?.();
