import { pieces, type Piece } from '@/lib/base/readable/readable';
import { readableTexts } from '@/lib/base/texts/readable';

/** What stands for something that could not be seen, in a box that no text can draw. */
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
 * Somebody's text: what could not be seen in it is marked, and its direction of writing stays within it. Every text that
 * people or programs gave to the desk is shown by this, or went through `readable` before.
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
