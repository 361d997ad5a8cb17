import { pino, type Logger } from 'pino';
import { logLevels } from './log-levels';
import { currentIds } from './trace-ids';
import { plainError } from './plain-error';
import { readable } from '@/lib/base/readable/readable';

type Fields = Record<string, unknown>;
type Level = Exclude<(typeof logLevels)[number], 'silent'>;

const holder = globalThis as typeof globalThis & { countersignLog?: Logger };

/** lib/base/env.ts reports a wrong level at boot. Until then we still have to log. */
function level(): string {
  const asked = process.env.LOG_LEVEL ?? '';
  return (logLevels as readonly string[]).includes(asked) ? asked : 'info';
}

/** A link's token is a credential, so it is cut out of every line, such as a URL in an error. */
const token = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

/**
 * Writes synchronously to standard error, so that a dying process loses no lines; pretty-printed in
 * development.
 */
function open(): Logger {
  const options = {
    level: level(),
    messageKey: 'message',
    mixin: () => ({ ...currentIds() }),
    hooks: { streamWrite: (line: string) => readable(line.replaceAll(token, '[token]')) },
  };
  if (process.env.NODE_ENV === 'development')
    return pino({
      ...options,
      transport: {
        target: 'pino-pretty',
        options: {
          destination: 2,
          messageKey: 'message',
          ignore: 'pid,hostname',
          translateTime: 'SYS:HH:MM:ss',
        },
      },
    });
  return pino(
    {
      ...options,
      base: { pid: process.pid },
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

const told = (value: unknown): unknown =>
  value instanceof Error ? plainError(value) : Array.isArray(value) ? value.map(told) : value;

function write(at: Level, message: string, fields: Fields): void {
  const logger = (holder.countersignLog ??= open());
  if (!logger.isLevelEnabled(at)) return;
  logger[at](
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, key === 'error' ? plainError(value) : told(value)]),
    ),
    message,
  );
}

/**
 * One line per event: JSON in production, with the ids of the request, run and task (lib/base/trace-ids.ts).
 * Log ids, names and counts only, never a payload, an answer or a secret. Error messages are logged as they
 * are.
 */
export const log = {
  debug: (message: string, fields: Fields = {}) => write('debug', message, fields),
  info: (message: string, fields: Fields = {}) => write('info', message, fields),
  warn: (message: string, fields: Fields = {}) => write('warn', message, fields),
  error: (message: string, fields: Fields = {}) => write('error', message, fields),
};
