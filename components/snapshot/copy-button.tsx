'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { useHydrated } from '@/components/ui/use-hydrated';
import { snapshotTexts as texts } from '@/lib/base/texts/snapshot';

function selectAll(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.select();
}

/**
 * Copies a text and says so. If the browser refuses, as on plain http, it shows the text selected instead.
 * Absent without scripts, since the text itself can be selected.
 */
export function CopyButton({ text, label, children }: { text: string; label: string; children: string }) {
  const hydrated = useHydrated();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  if (!hydrated) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  if (state === 'refused')
    return (
      <span className="flex w-full min-w-0 flex-col gap-1 text-left">
        <Textarea
          ref={selectAll}
          aria-label={label}
          readOnly
          rows={1}
          value={text}
          spellCheck={false}
          className="min-h-0 resize-none font-mono text-xs break-all"
          onFocus={(event) => event.currentTarget.select()}
        />
        <span role="status" className="text-sm text-ink-muted">
          {texts.copyByHand}
        </span>
      </span>
    );
  const copied = state === 'copied';
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={copied ? texts.copied : label}
      onClick={() => void copy()}
      onBlur={() => setState('idle')}
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{copied ? texts.copied : children}</span>
    </Button>
  );
}
