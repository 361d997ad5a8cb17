import type { Route } from 'next';
import type { ReactNode } from 'react';
import { channels } from '@/db/enums';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import type { AuditFilter } from '@/lib/journal/audit-query';
import { auditTexts, auditVerbTexts, channelTexts } from '@/lib/base/texts/audit';
import { isAuditFiltered } from './audit-href';

function Part({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <label className="flex min-w-0 flex-col justify-end gap-1 text-sm font-medium">
      <span>
        {label}
        {help && <span className="font-normal text-ink-subtle"> · {help}</span>}
      </span>
      {children}
    </label>
  );
}

const dayOf = (moment: string | undefined) => moment?.slice(0, 10);

/** Filters the log by a plain form, so that the address holds the whole filter. */
export function AuditFilterForm({ filter }: { filter: AuditFilter }) {
  return (
    <form
      role="search"
      aria-label={auditTexts.filter}
      action="/audit"
      className="grid grid-cols-2 gap-x-3 gap-y-2 rounded-lg border bg-surface p-3 lg:grid-cols-4"
    >
      <Part label={auditTexts.person} help={auditTexts.personHelp}>
        <Input name="person" defaultValue={filter.person} maxLength={200} autoComplete="off" />
      </Part>
      <Part label={auditTexts.verb}>
        <Select name="verb" defaultValue={filter.verb ?? ''}>
          <option value="">{auditTexts.anyVerb}</option>
          {Object.entries(auditVerbTexts).map(([verb, text]) => (
            <option key={verb} value={verb}>
              {text}
            </option>
          ))}
        </Select>
      </Part>
      <Part label={auditTexts.from} help={auditTexts.utc}>
        <Input type="date" name="from" defaultValue={dayOf(filter.from)} />
      </Part>
      <Part label={auditTexts.to} help={auditTexts.utc}>
        <Input type="date" name="to" defaultValue={dayOf(filter.to)} />
      </Part>
      <Part label={auditTexts.channel}>
        <Select name="channel" defaultValue={filter.channel ?? ''}>
          <option value="">{auditTexts.anyChannel}</option>
          {channels.map((channel) => (
            <option key={channel} value={channel}>
              {channelTexts[channel]}
            </option>
          ))}
        </Select>
      </Part>
      <Part label={auditTexts.run}>
        <Input name="run" defaultValue={filter.run} maxLength={200} autoComplete="off" spellCheck={false} />
      </Part>
      <Part label={auditTexts.task}>
        <Input name="task" defaultValue={filter.task} maxLength={200} autoComplete="off" spellCheck={false} />
      </Part>
      <div className="flex items-end gap-2">
        <Button type="submit" variant="primary">
          {auditTexts.apply}
        </Button>
        {isAuditFiltered(filter) && <LinkButton href={'/audit' as Route}>{auditTexts.clear}</LinkButton>}
      </div>
    </form>
  );
}
