import { readRowAct, rowActField, withRowAct } from '@/lib/base/schema/row-acts';
import { fieldOf } from './read-form';

/**
 * A post by one of the buttons that change the rows of a form: its fields after the change, and the id of the element on
 * the page that it leads back to. Undefined for every other post.
 */
export function changedRows(form: FormData): { fields: FormData; at: string } | undefined {
  const act = readRowAct(fieldOf(form, rowActField) ?? '');
  if (!act) return undefined;
  const fields = new FormData();
  for (const [name, value] of withRowAct([...form], act)) fields.append(name, value as string);
  return { fields, at: act.at };
}
