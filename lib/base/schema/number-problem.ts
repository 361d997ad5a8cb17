import { formTexts } from '@/lib/base/texts/forms';
import type { NumberProblem } from './read-number';
import { defaultLocale } from './reader-locale';

/**
 * What is wrong with a number's text, as a message that follows its field's name, in the reader's notation.
 */
export function numberProblem(problem: NumberProblem, locale: string | undefined): string {
  const texts = formTexts.number;
  const written = new Intl.NumberFormat(locale ?? defaultLocale, { useGrouping: locale !== undefined });
  switch (problem.kind) {
    case 'none':
      return texts.none(written.format(1200.5));
    case 'separators':
      return texts.separators(written.format(1200.5));
    case 'ambiguous':
      return texts.ambiguous(...problem.readings);
    case 'digits':
      return Number.isFinite(problem.nearest) ? texts.digits(String(problem.nearest)) : texts.huge;
    default:
      return problem satisfies never;
  }
}
