import pTimeout from 'p-timeout';
import type { Json, StoredSchema } from '@/db/schema/json';
import { firstFaults, issuesIn } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import type { Validated } from '@/lib/engine/types';
import { hiddenSchema } from '@/lib/base/schema/mask';
import { printPath } from '@/lib/base/schema/paths';
import { plainMessage } from '@/lib/base/schema/plain-message';
import { TookTooLongError, within } from './within';

/** The part of Standard Schema (standardschema.dev) that Mastra keeps on steps, whatever library wrote it. */
export type StandardSchema = {
  '~standard': {
    validate(value: unknown): StandardResult | Promise<StandardResult>;
    jsonSchema?: Record<
      'input' | 'output',
      (options: { target: 'draft-2020-12' }) => Record<string, unknown>
    >;
  };
};

type Segment = PropertyKey | { key: PropertyKey };
type StandardResult =
  | { value: unknown; issues?: undefined }
  | { issues: readonly { message: string; path?: readonly Segment[] | undefined }[] };

export const isStandardSchema = (value: unknown): value is StandardSchema =>
  value !== null && (typeof value === 'object' || typeof value === 'function') && '~standard' in value;

/** JSON Schema 2020-12 of one side of a schema; null when the step has no schema. */
export function toJsonSchema(schema: unknown, side: 'input' | 'output' = 'input'): StoredSchema | null {
  if (!isStandardSchema(schema)) return null;
  const { $schema: _, ...rest } = schema['~standard'].jsonSchema?.[side]({ target: 'draft-2020-12' }) ?? {};
  return rest as StoredSchema;
}

/**
 * As `toJsonSchema`, but a schema without JSON Schema hides all its data: we cannot tell which parts are
 * sensitive.
 */
export function schemaOrHidden(schema: unknown, side: 'input' | 'output' = 'input'): StoredSchema | null {
  try {
    return toJsonSchema(schema, side);
  } catch {
    return hiddenSchema;
  }
}

/**
 * Synchronous validation blocks the event loop for everybody, so it is cut off; asynchronous validation, such
 * as one that asks a server, is given up after as long.
 */
const mostMs = 2_000;

type Checked = StandardResult & { fault?: unknown };

async function checked(schema: StandardSchema, value: unknown): Promise<Checked> {
  try {
    const validated = within(mostMs, () => schema['~standard'].validate(value));
    return await pTimeout(Promise.resolve(validated), {
      milliseconds: mostMs,
      message: new TookTooLongError(),
    });
  } catch (error) {
    if (error instanceof TookTooLongError) return { issues: [{ message: 'takes too long to check' }] };
    log.error('a schema of a workflow threw at a value that it was to check', { error });
    const message =
      'cannot be checked, since a rule of this workflow fails on it. An operator must look at it';
    return { issues: [{ message }], fault: error ?? new Error('nothing was thrown') };
  }
}

/** Validates a value and returns it as the schema parses it: unknown keys stripped, defaults filled in. */
export async function parseWith(
  schema: unknown,
  value: unknown,
): Promise<{ ok: true; value: unknown } | Extract<Validated, { ok: false }>> {
  if (!isStandardSchema(schema)) return { ok: true, value };
  const result = await checked(schema, value);
  if (!result.issues) return { ok: true, value: result.value };
  return {
    ok: false,
    ...(result.fault === undefined ? {} : { fault: result.fault }),
    issues: issuesIn(
      firstFaults(result.issues, (issue) => ({
        path: printPath(
          (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment)),
        ),
        message: plainMessage(issue),
      })),
    ),
  };
}

/**
 * Validates a value; issues carry form field paths. Without a schema, anything is valid.
 * Returns the original value: the engine parses it again, and a transformed value might not be valid twice.
 */
export async function validateWith(schema: unknown, value: unknown): Promise<Validated> {
  const parsed = await parseWith(schema, value);
  return parsed.ok ? { ok: true, value: (value ?? null) as Json } : parsed;
}
