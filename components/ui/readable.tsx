import { pieces, type Piece } from '@/lib/base/readable/readable';
import { readableTexts } from '@/lib/base/texts/readable';

/** Marks something invisible in a text, in a box that no text can imitate. */
export function ReadableMark({ kind, children }: { kind: Exclude<Piece['kind'], 'text'>; children: string }) {
  return (
    <mark
      data-mark={kind}
      className="mx-0.5 inline-block rounded-sm border border-warning-ink/40 bg-warning-soft px-1 font-mono text-[0.85em] leading-tight whitespace-normal text-warning-ink"
    >
      <span className="sr-only">{readableTexts[kind]}</span>
      {children}
    </mark>
  );
}

/**
 * A user's text: invisible characters are marked, and its text direction does not affect the surroundings.
 * Every text from people or programs is shown by this, or went through `readable` before.
 */
export function Readable({ text }: { text: string }) {
  return (
    <bdi>
      {pieces(text).map(({ kind, text: part }, index) =>
        kind === 'text' ? (
          part
        ) : (
          <ReadableMark key={index} kind={kind}>
            {part}
          </ReadableMark>
        ),
      )}
    </bdi>
  );
}
