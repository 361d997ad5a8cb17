import { buttonClasses } from '@/components/ui/button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { taskTexts } from '@/lib/texts/desk';

/** Very large data is shown in part; the whole is a file. */
export function CutNotice({ href }: { href: string }) {
  return (
    <ProblemNotice
      tone="info"
      title={taskTexts.evidenceCut.title}
      actions={
        <a href={href} download className={buttonClasses({ size: 'sm' })}>
          {taskTexts.evidenceCut.download}
        </a>
      }
    />
  );
}
