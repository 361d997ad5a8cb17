import { Fold } from '@/components/ui/fold';
import { Readable } from '@/components/ui/readable';
import { ScrollBox } from '@/components/ui/scroll-box';
import { cutText } from '@/lib/base/readable/cut';
import { evidenceTexts } from '@/lib/base/texts/evidence';

const shownCharacters = 480;
const shownLines = 8;

/** The beginning of a long text, cut between words; undefined when the text is short enough. */
export function beginning(text: string): string | undefined {
  const lines = text.split('\n');
  if (text.length <= shownCharacters * 1.25 && lines.length <= shownLines + 2) return undefined;
  const head = lines.slice(0, shownLines).join('\n');
  if (head.length < shownCharacters) return `${head.trimEnd()}…`;
  return cutText(head, shownCharacters).replace(/\s+\S*…$/, '…');
}

/** Text with its line breaks. Long text is folded unless `whole` is set. */
export function LongText({ text, whole = false }: { text: string; whole?: boolean }) {
  const head = whole ? undefined : beginning(text);
  const textClasses = 'max-w-[72ch] whitespace-pre-wrap wrap-anywhere';
  if (head === undefined)
    return (
      <span className={textClasses}>
        <Readable text={text} />
      </span>
    );
  return (
    <Fold
      more={evidenceTexts.moreCharacters(text.length - head.length + 1)}
      less={evidenceTexts.less}
      short={
        <p className={textClasses}>
          <Readable text={head} />
        </p>
      }
    >
      <p className={textClasses}>
        <Readable text={text} />
      </p>
    </Fold>
  );
}

/** Preformatted text in a scrolling box. `whole` wraps the lines instead, so that nothing is hidden. */
export function Code({ text, whole = false }: { text: string; whole?: boolean }) {
  if (whole)
    return (
      <pre className="rounded-md border bg-sunken p-2 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
        <Readable text={text} />
      </pre>
    );
  return (
    <ScrollBox role="group" label="Code" className="max-h-96 bg-sunken p-2">
      <pre className="font-mono text-sm [overflow-wrap:normal]">
        <Readable text={text} />
      </pre>
    </ScrollBox>
  );
}
