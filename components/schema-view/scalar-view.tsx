import type { ReactNode } from 'react';
import { Readable, ReadableMark } from '@/components/ui/readable';
import { RelativeTime } from '@/components/ui/relative-time';
import { targetBeyond, webAddress } from '@/lib/base/readable/real-host';
import { humanize } from '@/lib/base/schema/label';
import { maskText } from '@/lib/base/schema/mask-text';
import { currencyOf, optionLabel, unit } from '@/lib/base/schema/meta';
import type { Shape } from '@/lib/base/schema/shape';
import { Code, LongText } from './long-text';
import { NumberText } from './number-text';

/** Words for values without text, such as null. */
export function Quiet({ children }: { children: ReactNode }) {
  return <span className="text-ink-subtle italic">{children}</span>;
}

export function Masked() {
  return (
    <span>
      <span aria-hidden>{maskText}</span>
      <span className="sr-only">Hidden</span>
    </span>
  );
}

const linkClasses = 'text-accent-ink underline underline-offset-2 wrap-anywhere';

export function Outside({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow" className={linkClasses}>
      {children}
    </a>
  );
}

/** A link with its own text, and its host where the text doesn't show it. */
function NamedLink({ href, text }: { href: string; text: string }) {
  const target = targetBeyond(text, href);
  return (
    <>
      <Outside href={href}>
        <Readable text={text} />
      </Outside>
      {target !== undefined && <ReadableMark kind="host">{target}</ReadableMark>}
    </>
  );
}

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function CalendarDate({ text }: { text: string }) {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? <Readable text={text} /> : <time dateTime={text}>{day.format(time)}</time>;
}

const hasZone = (text: string) => /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/i.test(text);

function StringView({ shape, text, whole }: { shape: Shape; text: string; whole: boolean }) {
  if (text === '') return <Quiet>Empty text</Quiet>;
  if (text === maskText) return <Masked />;
  const format = shape.kind === 'string' ? shape.format : 'text';
  const href = webAddress(text);
  if (href) return <NamedLink href={href} text={text} />;
  switch (format) {
    case 'email':
      return /^[^\s@<>,;:?&]+@[^\s@<>,;:?&]+$/.test(text) ? (
        <a href={`mailto:${text}`} className={linkClasses}>
          <Readable text={text} />
        </a>
      ) : (
        <Readable text={text} />
      );
    case 'date':
      return <CalendarDate text={text} />;
    case 'date-time':
      return hasZone(text) && !Number.isNaN(Date.parse(text)) ? (
        <RelativeTime date={text} exact />
      ) : (
        <Readable text={text} />
      );
    case 'code':
      return <Code text={text} whole={whole} />;
    default:
      return <LongText text={text} whole={whole} />;
  }
}

type ScalarProps = { shape: Shape; value: unknown; parent?: unknown; whole?: boolean };

/** One plain value. `false`, `0`, empty text and null are shown too. */
export function ScalarView({ shape, value, parent, whole = false }: ScalarProps) {
  if (value === undefined) return <Quiet>Not given</Quiet>;
  if (value === null) return <Quiet>None</Quiet>;
  const named = optionLabel(shape.node, value);
  if (named !== undefined) return named;
  if (shape.kind === 'enum') {
    const option = shape.options.find((each) => each.value === value);
    if (option) return option.label;
  }
  if (shape.kind === 'const' && shape.value === value && typeof value === 'string') return humanize(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number')
    return <NumberText value={value} currency={currencyOf(shape.node, parent)} unit={unit(shape.node)} />;
  return <StringView shape={shape} text={String(value)} whole={whole} />;
}
