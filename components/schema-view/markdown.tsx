import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { cn } from '@/components/ui/cn';
import { Fold } from '@/components/ui/fold';
import { ScrollBox } from '@/components/ui/scroll-box';
import { evidenceTexts } from '@/lib/base/texts/evidence';
import { ReadableMark } from '@/components/ui/readable';
import { cutText } from '@/lib/base/readable/cut';
import { readable } from '@/lib/base/readable/readable';
import { readableTexts } from '@/lib/base/texts/readable';
import { LongText } from './long-text';
import { takeFormatting } from './markdown-cost';
import { nestHeadings } from './nest-headings';
import { Picture, pictureOf } from './picture';
import { readableMarkdown, safeUrl, TooDeepError } from './readable-markdown';
import { Outside } from './scalar-view';
import { keepWhole } from './whole-markdown';

const foldedFrom = 4_000;
const align = (style: { textAlign?: string } | undefined) =>
  style?.textAlign === 'right' ? 'text-right' : style?.textAlign === 'center' ? 'text-center' : 'text-left';

function imageOf(src: unknown, alt: string | undefined, within: boolean) {
  if (typeof src !== 'string' || src === '') return <>{readable(alt ?? '')}</>;
  return pictureOf(src, within) === undefined ? (
    <Outside href={src}>{readable(alt ? `Image: ${alt}` : src)}</Outside>
  ) : (
    <Picture src={src} alt={readable(alt ?? '')} />
  );
}

/** Every element that Markdown can produce, without ids, inline styles or anything that loads. */
const elements: Components = {
  h3: ({ children }) => <h3 className="mt-2 text-lg font-semibold first:mt-0">{children}</h3>,
  h4: ({ children }) => <h4 className="mt-1 font-semibold first:mt-0">{children}</h4>,
  h5: ({ children }) => <h5 className="font-semibold">{children}</h5>,
  h6: ({ children }) => <h6 className="font-semibold text-ink-muted">{children}</h6>,
  a: ({ href = '', children }) =>
    href === '' ? (
      <>{children}</>
    ) : href.startsWith('mailto:') ? (
      <a href={href} className="text-accent-ink underline underline-offset-2">
        {children}
      </a>
    ) : (
      <Outside href={href}>{children}</Outside>
    ),
  mark: ({ node, children }) => (
    <ReadableMark kind={node?.properties.kind === 'host' ? 'host' : 'hidden'}>
      {String(children)}
    </ReadableMark>
  ),
  // Loading a picture tells its server that somebody reads this and when, so only hosts on the operator's
  // list may.
  img: ({ src, alt }) => imageOf(src, alt, false),
  ul: ({ children }) => (
    <ul className="list-disc pl-5 [&_ul]:mt-0 [&>li:has(>[data-tick])]:-ml-5 [&>li:has(>[data-tick])]:list-none">
      {children}
    </ul>
  ),
  ol: ({ start, children }) => (
    <ol start={start} className="list-decimal pl-6">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="[&>p+p]:mt-2">{children}</li>,
  input: ({ checked }) => (
    <span data-tick="">
      <span aria-hidden>{checked ? '☑' : '☐'}</span>
      <span className="sr-only">{checked ? 'Done:' : 'Open:'}</span>
    </span>
  ),
  blockquote: ({ children }) => (
    <blockquote className="flex flex-col gap-2 border-l-2 border-line-strong pl-3 text-ink-muted">
      {children}
    </blockquote>
  ),
  code: ({ children }) => <code className="rounded-sm bg-sunken px-1 font-mono text-sm">{children}</code>,
  pre: ({ children }) => (
    <ScrollBox role="group" label="Code" className="max-h-96 bg-sunken p-2">
      <pre className="text-sm [overflow-wrap:normal] [&_code]:p-0">{children}</pre>
    </ScrollBox>
  ),
  table: ({ children }) => (
    <ScrollBox role="group" label="Table" className="[overflow-wrap:break-word]">
      <table className="w-full border-separate border-spacing-0 text-sm">{children}</table>
    </ScrollBox>
  ),
  th: ({ style, children }) => (
    <th scope="col" className={`border-b bg-sunken px-2.5 py-1.5 font-medium text-ink-muted ${align(style)}`}>
      {children}
    </th>
  ),
  td: ({ style, children }) => (
    <td className={`border-b px-2.5 py-1.5 align-top ${align(style)}`}>{children}</td>
  ),
  sup: ({ children }) => <sup>{children}</sup>,
  section: ({ children }) => (
    <div className="flex flex-col gap-2 border-t pt-2 text-sm text-ink-muted">{children}</div>
  ),
  hr: () => <hr className="border-line" />,
};

const withoutOutside: Components = { ...elements, img: ({ src, alt }) => imageOf(src, alt, true) };

/** `within`: load nothing from other sites. `whole`: never fold. */
type MarkdownProps = { text: string; within?: boolean; whole?: boolean };

/** Line breaks are kept, as most people and models mean them; a `<br>` would double the newline. */
const ownLines = '[&_p]:whitespace-pre-line [&_p_br]:hidden';

/** Code wraps its lines, so that nothing is out of sight. */
const unscrolled = '[&_[role=group]]:max-h-none [&_pre]:whitespace-pre-wrap [&_pre]:wrap-anywhere';

/** The text direction of each paragraph, item and cell follows its own first letters. */
const ownDirection =
  '[&_:is(p,li,th,td,h3,h4,h5,h6)]:[unicode-bidi:plaintext] [&_:is(a,code)]:[unicode-bidi:isolate]';

/** The rendered elements; undefined when the text is nested too deeply. */
function elementsOf(text: string, within: boolean): ReactNode | undefined {
  try {
    // Called as a function, so that its errors are thrown here.
    return ReactMarkdown({
      children: text,
      remarkPlugins: [remarkGfm, keepWhole],
      rehypePlugins: [nestHeadings, readableMarkdown],
      components: within ? withoutOutside : elements,
      urlTransform: safeUrl,
    });
  } catch (error) {
    if (error instanceof TooDeepError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function Unformatted({ text, whole }: MarkdownProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="text-sm text-ink-muted">{readableTexts.unformatted}</p>
      <LongText text={text} whole={whole} />
    </div>
  );
}

function Rendered({ text, within = false, whole = false }: MarkdownProps) {
  const shown = elementsOf(text, within);
  if (shown === undefined) return <Unformatted text={text} whole={whole} />;
  return (
    <div
      className={cn(
        'flex max-w-[72ch] min-w-0 flex-col gap-2 wrap-anywhere',
        ownDirection,
        ownLines,
        whole && unscrolled,
      )}
    >
      {shown}
    </div>
  );
}

/** The first paragraphs of a long text; undefined when the text is short enough to show in full. */
function opening(text: string): string | undefined {
  if (text.length <= foldedFrom) return undefined;
  const head = cutText(text, foldedFrom / 2).replace(/…$/, '');
  const paragraph = head.lastIndexOf('\n\n');
  return paragraph > foldedFrom / 4 ? head.slice(0, paragraph) : head;
}

/**
 * Markdown (CommonMark with GitHub's tables, lists and strikethrough) as elements. HTML is shown as written,
 * links lead only to web pages and mail, images outside the allowed hosts become links, headings nest below
 * the page's. Rendered on the server; no script in it runs.
 */
export function Markdown({ text, within = false, whole = false }: MarkdownProps) {
  if (!takeFormatting(text)) return <Unformatted text={text} whole={whole} />;
  const head = whole ? undefined : opening(text);
  if (head === undefined) return <Rendered text={text} within={within} whole={whole} />;
  return (
    <Fold
      more={evidenceTexts.moreCharacters(text.length - head.length)}
      less={evidenceTexts.less}
      short={<Rendered text={head} within={within} />}
    >
      <Rendered text={text} within={within} />
    </Fold>
  );
}
