import { buttonClasses } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { readWholeField } from '@/lib/desk/tasks/read-whole';
import { taskTexts } from '@/lib/base/texts/desk';

const texts = taskTexts.evidenceCut;

/**
 * Very large data is shown in part, with the whole as a file. A person who decides must confirm having read
 * it.
 */
export function CutNotice({ href, asks = false }: { href: string; asks?: boolean }) {
  return (
    <ProblemNotice
      tone="info"
      title={texts.title}
      actions={
        <a href={href} download className={buttonClasses({ size: 'sm' })}>
          {texts.download}
        </a>
      }
    >
      {asks && (
        <CheckboxField id="answer-read-whole" name={readWholeField} value="yes" label={texts.read} required />
      )}
    </ProblemNotice>
  );
}
