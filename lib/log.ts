type Fields = Record<string, unknown>;
type Level = 'info' | 'warn' | 'error';

const plain = (value: unknown): unknown => (value instanceof Error ? { name: value.name, message: value.message, stack: value.stack, cause: plain(value.cause) } : value);

/** One line of JSON per event, to standard error. Ids only: never a payload, an answer or a secret. */
function write(level: Level, message: string, fields: Fields): void {
  const entries = Object.entries(fields).map(([key, value]) => [key, plain(value)]);
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...Object.fromEntries(entries) })}\n`);
}

export const log = {
  info: (message: string, fields: Fields = {}) => write('info', message, fields),
  warn: (message: string, fields: Fields = {}) => write('warn', message, fields),
  error: (message: string, fields: Fields = {}) => write('error', message, fields),
};
