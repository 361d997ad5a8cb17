import type { Route } from 'next';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { findingKinds, type FindingCounts, type FindingKind } from '@/lib/desk/operators/types';
import { kindTexts, operationsTexts as texts } from '@/lib/base/texts/operations';

/** Links to each kind of finding, with its count. */
export function KindTabs({ counts, kind }: { counts: FindingCounts; kind: FindingKind | undefined }) {
  const views = [
    { href: '/operations', label: texts.everything, current: kind === undefined },
    ...findingKinds
      .filter((one) => counts[one] > 0 || one === kind)
      .map((one) => ({
        href: `/operations?kind=${one}`,
        label: `${kindTexts[one]} (${texts.count(counts[one])})`,
        current: one === kind,
      })),
  ];
  return (
    <nav aria-label={texts.kinds}>
      <ul className="flex flex-wrap gap-1">
        {views.map(({ href, label, current }) => (
          <li key={href}>
            <Link
              href={href as Route}
              aria-current={current ? 'page' : undefined}
              className={cn(
                'inline-flex min-h-8 items-center rounded-md px-3 font-medium transition-colors',
                current ? 'bg-accent-soft text-accent-ink' : 'text-ink-muted hover:bg-hover hover:text-ink',
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
