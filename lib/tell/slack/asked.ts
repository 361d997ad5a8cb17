import { z } from 'zod';
import { decideTaskInput } from '@/lib/desk/decisions/decide-task';

/**
 * What a button or modal answers: a task, one outcome, and the question shown. `whole`: all evidence was
 * shown. Older messages lack it, and may have left parts out.
 */
const asked = z.object({
  taskId: z.string().min(1).max(200),
  outcome: decideTaskInput.shape.outcome.unwrap(),
  payloadDigest: z.string().min(1).max(200),
  whole: z.literal(true).optional(),
});
export type Asked = z.infer<typeof asked>;

const message = z.object({ channel: z.string().min(1).max(50), ts: z.string().min(1).max(50) });
/** The same, with the message that opened the modal. */
const askedFrom = asked.extend({ message });
export type AskedFrom = z.infer<typeof askedFrom>;

/** Short enough for a button (2000 characters) and the metadata of a modal (3000). */
export const writeAsked = (value: Asked | AskedFrom): string => JSON.stringify(value);

function read<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export const readAsked = (text: string): Asked | null => read(asked, text);
export const readAskedFrom = (text: string): AskedFrom | null => read(askedFrom, text);
