import { RelativeTime } from '@/components/ui/relative-time';
import type { KeptMail } from '@/lib/tell/mail/mail-folder';
import { cutText } from '@/lib/base/readable/cut';

/** The text of a mail with its addresses as links. */
function Body({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s\]>]+)/);
  return (
    <div className="max-w-[72ch] whitespace-pre-wrap wrap-anywhere">
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <a
            key={index}
            href={part}
            rel="noreferrer"
            className="text-accent-ink underline underline-offset-2"
          >
            {cutText(part, 60)}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}

/** One mail that was kept instead of sent. */
export function KeptMailView({ mail, open }: { mail: KeptMail; open: boolean }) {
  return (
    <details open={open} className="rounded-lg border bg-surface">
      <summary className="cursor-pointer px-4 py-3">
        <span className="font-medium">{mail.subject}</span>{' '}
        <span className="text-sm text-ink-muted">
          <RelativeTime date={mail.at} />
        </span>
      </summary>
      <div className="border-t px-4 py-3">
        <Body text={mail.text} />
      </div>
    </details>
  );
}
