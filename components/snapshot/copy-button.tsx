'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { snapshotTexts } from '@/lib/texts/snapshot';

/** Puts a text on the clipboard and says so. Not there without scripts, as the text itself can be selected. */
export function CopyButton({ text, label, children }: { text: string; label: string; children: string }) {
  const hydrated = useHydrated();
  const [copied, setCopied] = useState(false);
  if (!hydrated) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button variant="ghost" size="sm" aria-label={copied ? snapshotTexts.copied : label} onClick={() => void copy()} onBlur={() => setCopied(false)}>
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{copied ? snapshotTexts.copied : children}</span>
    </Button>
  );
}
