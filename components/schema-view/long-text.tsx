import { ScrollBox } from '@/components/ui/scroll-box';

const shownCharacters = 480;
const shownLines = 8;

/** The beginning of a long text, cut between words; undefined when the text is short enough. */
export function beginning(text: string): string | undefined {
  const lines = text.split('\n');
  if (text.length <= shownCharacters * 1.25 && lines.length <= shownLines + 2) return undefined;
  const head = lines.slice(0, shownLines).join('\n').slice(0, shownCharacters);
  const cut = head.length < shownCharacters ? head : head.replace(/\s+\S*$/, '');
  return `${cut.trimEnd()}…`;
}

/** Text with its line breaks; long text is folded, without JavaScript. */
export function LongText({ text }: { text: string }) {
  const head = beginning(text);
  const textClasses = 'max-w-[72ch] whitespace-pre-wrap wrap-anywhere';
  if (head === undefined) return <span className={textClasses}>{text}</span>;
  return (
    <div className="group/fold">
      <p className={`${textClasses} group-has-[[open]]/fold:hidden`}>{head}</p>
      <details className="group/details flex flex-col">
        <summary className="w-fit text-sm font-medium text-accent-ink underline underline-offset-2">
          <span className="group-open/details:hidden">Show all of it</span>
          <span className="hidden group-open/details:inline">Show less</span>
        </summary>
        <p className={`${textClasses} mt-1`}>{text}</p>
      </details>
    </div>
  );
}

/** Preformatted text in a box that scrolls by itself. */
export function Code({ text }: { text: string }) {
  return (
    <ScrollBox role="group" label="Code" className="max-h-96 bg-sunken p-2">
      <pre className="font-mono text-sm [overflow-wrap:normal]">{text}</pre>
    </ScrollBox>
  );
}
