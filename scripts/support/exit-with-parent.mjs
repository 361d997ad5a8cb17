/**
 * Loaded into servers that scripts and tests start: ends the server when its standard input closes, which
 * happens however the parent dies. So no server outlives its run.
 */
process.stdin.on('end', () => process.exit(1));
process.stdin.on('error', () => process.exit(1));
process.stdin.resume();
process.stdin.unref?.();
