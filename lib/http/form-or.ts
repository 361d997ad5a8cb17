import { AppError } from '@/lib/errors';
import { isForm } from './read-form';
import { seeOther } from './see-other';

/**
 * Serves one write to programs and to plain forms. A form that fails goes back to a page of this site with the code of
 * the problem, which the page puts in words: never a text from the query string.
 */
export async function formOr(request: Request, back: string | (() => string), work: (form: boolean) => Promise<Response>): Promise<Response> {
  const form = isForm(request);
  try {
    return await work(form);
  } catch (error) {
    if (form && error instanceof AppError && error.code !== 'unauthenticated') return seeOther(`${typeof back === 'string' ? back : back()}?problem=${error.code}`);
    throw error;
  }
}
