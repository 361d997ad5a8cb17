/** The port Next will use: `-p 4000`, `--port 4000` or `--port=4000`, else the environment's, else 3000. */
export function portOf(args: readonly string[], environment: string | undefined): number {
  const at = args.findIndex((arg) => arg === '-p' || arg === '--port');
  const given =
    at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--port='))?.slice('--port='.length);
  return Number(given ?? (environment || 3000));
}
