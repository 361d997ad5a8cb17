'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useOptimistic, useRef, useTransition } from 'react';
import { Button, buttonClasses } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { inboxTexts } from '@/lib/base/texts/desk';
import { inboxHref, isFiltered, pageSize, sortsOf, type InboxQuery, type InboxSort } from './inbox-query';

const typingPause = 300;

function readQuery(form: HTMLFormElement): Pick<InboxQuery, 'q' | 'workflowId' | 'sort'> {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '');
  return { q: text('q').trim(), workflowId: text('workflowId'), sort: text('sort') as InboxSort };
}

export type FilterFormProps = { query: InboxQuery; workflows: { id: string; title: string }[] };

/** Search, filter and order: a GET form that scripts submit as people type and choose. */
export function FilterForm({ query, workflows }: FilterFormProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [shown, show] = useOptimistic(query);
  const form = useRef<HTMLFormElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // Another link (a view, "Clear") may have changed the search; text that is being typed is left alone.
    if (search.current && document.activeElement !== search.current) search.current.value = query.q;
  }, [query.q]);

  function apply() {
    clearTimeout(timer.current);
    if (!form.current) return;
    const wanted = { ...query, ...readQuery(form.current), limit: pageSize, task: null };
    startTransition(() => {
      show(wanted);
      router.replace(inboxHref(wanted), { scroll: false });
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    apply();
  }

  function typed() {
    clearTimeout(timer.current);
    timer.current = setTimeout(apply, typingPause);
  }

  return (
    <form
      ref={form}
      role="search"
      action="/inbox"
      onSubmit={submit}
      aria-busy={pending}
      className="grid grid-cols-2 gap-2"
    >
      {query.view !== 'mine' && <input type="hidden" name="view" value={query.view} />}
      <div className="col-span-2 flex gap-1">
        <Input
          ref={search}
          type="search"
          name="q"
          defaultValue={query.q}
          maxLength={200}
          aria-label={inboxTexts.search}
          placeholder={inboxTexts.searchPlaceholder}
          aria-keyshortcuts="/"
          data-shortcut="search"
          onInput={typed}
          className="flex-1"
        />
        {isFiltered(query) && (
          <Link
            href={inboxHref({ view: query.view, sort: query.sort })}
            replace
            data-shortcut="clear"
            aria-label={inboxTexts.clear}
            title={inboxTexts.clear}
            className={buttonClasses({ variant: 'ghost', size: 'icon' })}
          >
            <X aria-hidden />
          </Link>
        )}
      </div>
      <Select name="workflowId" value={shown.workflowId} aria-label={inboxTexts.workflow} onChange={apply}>
        <option value="">{inboxTexts.allWorkflows}</option>
        {workflows.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
      <Select name="sort" value={shown.sort} aria-label={inboxTexts.sort} onChange={apply}>
        {sortsOf(query.view).map((sort) => (
          <option key={sort} value={sort}>
            {inboxTexts.sorts[sort]}
          </option>
        ))}
      </Select>
      <noscript className="col-span-2">
        <Button type="submit">{inboxTexts.apply}</Button>
      </noscript>
    </form>
  );
}
