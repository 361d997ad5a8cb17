import { ShieldCheck } from 'lucide-react';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SealStatus } from '@/lib/journal/types';
import { auditTexts } from '@/lib/base/texts/audit';

const plain = (count: number) => count.toLocaleString('en-GB');

/** How far the log is sealed, and the head of the chain to note elsewhere. */
export function SealLine({ head, unsealed }: SealStatus) {
  return (
    <div className="flex gap-2 text-sm text-ink-muted">
      <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p>
          {head ? auditTexts.sealedUpTo(plain(head.seq)) : auditTexts.nothingSealed}
          {head && (
            <>
              {', '}
              <RelativeTime date={head.at} />
            </>
          )}
          {'; '}
          {auditTexts.unsealed(plain(unsealed))}. {auditTexts.sealHelp}{' '}
          <code className="font-mono whitespace-nowrap">npm run audit:verify</code>.
        </p>
        {head && (
          <p className="wrap-anywhere">
            {auditTexts.anchor}: <code className="font-mono">{`${head.seq}:${head.seal}`}</code>
          </p>
        )}
      </div>
    </div>
  );
}
