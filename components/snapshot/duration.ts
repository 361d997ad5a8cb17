const units: [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** A span of time in its two largest units: "35 ms", "1.4 s", "2 h 5 min". In milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(ms / 1000) * 1000;
  const at = units.findIndex(([, size]) => seconds >= size);
  const [name, size] = units[at]!;
  const [smaller, smallerSize] = units[at + 1] ?? ['', Infinity];
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)} ${name}${rest > 0 ? ` ${rest} ${smaller}` : ''}`;
}

/** "512 bytes", "38 KB", "1.2 MB"; a KB has 1,024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024
    ? `${Math.round(kilobytes)} KB`
    : `${(kilobytes / 1024).toFixed(1).replace(/\.0$/, '')} MB`;
}
