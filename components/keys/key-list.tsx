import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button, buttonClasses } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ApiKey } from '@/lib/accounts/keys/types';
import { grantedScope } from '@/lib/people/scopes';
import { keyTexts, scopeTexts } from '@/lib/base/texts/keys';

type Question = {
  action: string;
  open: string;
  label: string;
  body: string;
  confirm: string;
  danger?: boolean;
};

/** Unfolds a question, and posts when it is confirmed. Needs no script. */
function Confirm({ action, open, label, body, confirm, danger }: Question) {
  return (
    <details className="max-w-full open:basis-full">
      <summary
        aria-label={label}
        className={buttonClasses({
          size: 'sm',
          className: 'cursor-pointer list-none [&::-webkit-details-marker]:hidden',
        })}
      >
        {open}
      </summary>
      <form action={action} method="post" className="mt-2 flex flex-col gap-3 rounded-md bg-sunken p-3">
        <p>{body}</p>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} className="self-start">
          {confirm}
        </Button>
      </form>
    </details>
  );
}

function Fact({ name, children }: { name?: string; children: ReactNode }) {
  return (
    <span>
      {name} {children}
    </span>
  );
}

function KeyRow({ item, admin, mine, now }: { item: ApiKey; admin: boolean; mine: boolean; now: number }) {
  const { keyId, name, start, owner, scopes, expiresAt, lastUsedAt } = item;
  const ended = expiresAt !== null && Date.parse(expiresAt) <= now;
  const at = `/api/keys/${encodeURIComponent(keyId)}`;
  const { revoke, grant } = keyTexts;
  return (
    <li className="flex flex-col gap-2 p-3">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
        {!mine && <span className="text-ink-muted">{keyTexts.owner(owner.name)}</span>}
        <code className="font-mono text-sm text-ink-muted">{start}…</code>
        {ended && <Badge tone="warning">{keyTexts.ended}</Badge>}
      </div>
      <p className="flex flex-wrap gap-x-3 text-sm text-ink-muted">
        {lastUsedAt ? (
          <Fact name={keyTexts.used}>
            <RelativeTime date={lastUsedAt} />
          </Fact>
        ) : (
          <Fact>{keyTexts.never}</Fact>
        )}
        {expiresAt && (
          <Fact name={ended ? keyTexts.ended : keyTexts.ends}>
            <RelativeTime date={expiresAt} />
          </Fact>
        )}
      </p>
      <p className="flex flex-wrap gap-1">
        {scopes.map((scope) => (
          <Badge key={scope} tone={scope === grantedScope ? 'accent' : 'neutral'}>
            {scopeTexts[scope]}
          </Badge>
        ))}
      </p>
      <div className="flex flex-wrap gap-2">
        <Confirm
          action={`${at}/revoke`}
          open={revoke.open}
          label={revoke.label(name)}
          body={revoke.body}
          confirm={revoke.confirm}
          danger
        />
        {admin && !ended && !scopes.includes(grantedScope) && (
          <Confirm
            action={`${at}/grant`}
            open={grant.open}
            label={grant.label(name)}
            body={grant.body(owner.name)}
            confirm={grant.confirm}
          />
        )}
      </div>
    </li>
  );
}

/** The keys that this person may see; administrators may allow one to decide. `now` in epoch milliseconds. */
export function KeyList({
  keys,
  reader,
  admin,
  now,
}: {
  keys: readonly ApiKey[];
  reader: string;
  admin: boolean;
  now: number;
}) {
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {keys.map((item) => (
        <KeyRow key={item.keyId} item={item} admin={admin} mine={item.owner.id === reader} now={now} />
      ))}
    </ul>
  );
}
