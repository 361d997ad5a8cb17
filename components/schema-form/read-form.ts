import { parseFormEntries } from '@/lib/base/schema/form-data';
import { FormDataError } from '@/lib/base/schema/form-data-error';
import type { Json, JsonSchema } from '@/lib/base/schema/types';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isSent(control: Control): boolean {
  if (control.name === '' || control.matches(':disabled')) return false;
  if (!(control instanceof HTMLInputElement)) return true;
  if (control.type === 'checkbox' || control.type === 'radio') return control.checked;
  return !['submit', 'button', 'image', 'reset', 'file'].includes(control.type);
}

/** Like `readInputs`, without the parts that cannot be read; for drafts. */
export function readValidInputs(...form: Parameters<typeof readInputs>): Json | undefined {
  try {
    return readInputs(...form);
  } catch (error) {
    if (!(error instanceof FormDataError)) throw error;
    return error.read.value;
  }
}

/**
 * The typed value of the fields inside an element, read as the server would read their post.
 * @throws FormDataError when a number or JSON text cannot be read; its issues name the fields.
 */
export function readInputs(
  element: HTMLElement,
  schema: JsonSchema,
  options: { prefix?: string } = {},
): Json | undefined {
  const controls = [...element.querySelectorAll<Control>('input, select, textarea')].filter(isSent);
  return parseFormEntries(
    controls.map((control): [string, string] => [control.name, control.value]),
    schema,
    options,
  );
}
