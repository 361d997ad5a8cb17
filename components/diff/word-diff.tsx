import { Fold } from '@/components/ui/fold';
import { Readable } from '@/components/ui/readable';
import { diffText, type TextPart } from '@/lib/base/diff/words';
import { evidenceTexts } from '@/lib/base/texts/evidence';

const context = 120;

const classes = {
  removed: 'rounded-sm bg-danger-soft text-danger-ink decoration-danger-ink/60',
  added: 'rounded-sm bg-success-soft text-success-ink no-underline',
};

function Part({ part: { kind, text } }: { part: TextPart }) {
  if (kind === 'same') return <Readable text={text} />;
  const Tag = kind === 'added' ? 'ins' : 'del';
  return (
    <Tag className={classes[kind]}>
      <span className="sr-only">{kind === 'added' ? '[added: ' : '[removed: '}</span>
      <Readable text={text} />
      <span className="sr-only">]</span>
    </Tag>
  );
}

/** Only the text near changes; undefined when that is all of it. */
function aroundChanges(parts: readonly TextPart[]): TextPart[] | undefined {
  let isCut = false;
  const near = parts.map((part, index): TextPart => {
    const head = index > 0 ? context : 0;
    const tail = index < parts.length - 1 ? context : 0;
    const { kind, text } = part;
    if (kind !== 'same' || text.length <= head + tail + 80) return part;
    isCut = true;
    const start = text.slice(0, head).replace(/\S*$/, '');
    const end = tail === 0 ? '' : text.slice(-tail).replace(/^\S*/, '');
    return { kind, text: `${start}…${end}` };
  });
  return isCut ? near : undefined;
}

/** A text word by word: removed words struck through, added words marked. */
export function WordDiff({ before, after, mono = false }: { before: string; after: string; mono?: boolean }) {
  const parts = diffText(before, after);
  const near = aroundChanges(parts);
  const textClasses = `max-w-[72ch] whitespace-pre-wrap wrap-anywhere ${mono ? 'font-mono text-sm' : ''}`;
  const render = (all: readonly TextPart[]) => all.map((part, index) => <Part key={index} part={part} />);
  if (!near) return <p className={textClasses}>{render(parts)}</p>;
  const letters = (some: readonly TextPart[]) => some.reduce((sum, { text }) => sum + text.length, 0);
  return (
    <Fold
      more={evidenceTexts.moreCharacters(letters(parts) - letters(near))}
      less={evidenceTexts.onlyChanges}
      short={<p className={textClasses}>{render(near)}</p>}
    >
      <p className={textClasses}>{render(parts)}</p>
    </Fold>
  );
}
