'use client';

import { useState } from 'react';
import { postJson } from '@/components/run/post-json';
import { Button } from '@/components/ui/button';
import type { Shape } from '@/lib/base/schema/shape';
import { type Json, isRecord } from '@/lib/base/schema/types';
import { JsonTree } from './json-tree';
import { Masked, ScalarView } from './scalar-view';

type State = { kind: 'hidden' | 'asking' | 'refused' | 'failed' } | { kind: 'shown'; value: Json };

/** Requests one masked part; the server records who saw it before it answers. */
async function ask(href: string, path: string): Promise<State> {
  const { ok, status, body } = await postJson(href, { path });
  if (status === 403 || status === 404) return { kind: 'refused' };
  return ok && isRecord(body) && 'value' in body
    ? { kind: 'shown', value: body.value as Json }
    : { kind: 'failed' };
}

const words = { refused: 'You may no longer see this.', failed: 'It could not be shown. Try again.' };

export type RevealProps = { href: string; path: string; label: string; shape: Shape };

/**
 * A part that stays masked until somebody with permission requests it. Only this page holds it, until the
 * reader leaves.
 */
export function Reveal({ href, path, label, shape }: RevealProps) {
  const [state, setState] = useState<State>({ kind: 'hidden' });
  const shown = state.kind === 'shown';
  const press = () => {
    if (shown) return setState({ kind: 'hidden' });
    setState({ kind: 'asking' });
    void ask(href, path).then(setState);
  };
  return (
    <span className="inline-flex max-w-full min-w-0 flex-wrap items-baseline gap-x-1">
      <span role="status" className="min-w-0">
        {!shown ? (
          <Masked />
        ) : typeof state.value === 'object' && state.value !== null ? (
          <JsonTree value={state.value} />
        ) : (
          <ScalarView shape={shape} value={state.value} />
        )}
        {(state.kind === 'refused' || state.kind === 'failed') && (
          <span className="ml-2 text-sm text-danger-ink">{words[state.kind]}</span>
        )}
      </span>
      <Button
        size="sm"
        variant="ghost"
        busy={state.kind === 'asking'}
        busyLabel="Revealing…"
        onClick={press}
        className="-my-1 text-accent-ink noscript:hidden"
      >
        {shown ? 'Hide' : 'Reveal'}
        <span className="sr-only"> {label}</span>
      </Button>
    </span>
  );
}
