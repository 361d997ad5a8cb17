'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { runTexts } from '@/lib/base/texts/runs';
import { coalesce } from './coalesce';
import { followRun, type FeedState } from './run-feed';

export type LiveRunProps = {
  runId: string;
  lastEventId: number;
  /** False once the run has ended: nothing more will come. */
  active: boolean;
  /** Steps are under way. The page then also reloads at intervals, as not every step has an event. */
  working: boolean;
  /** The text announced to screen readers when it changes, e.g. "Waiting for Finance". */
  summary: string;
};

/** Announces `text` to screen readers whenever it changes, but not the text that the page opened with. */
function useAnnouncement(text: string): string {
  const [said, setSaid] = useState({ text, announced: '' });
  if (said.text !== text) setSaid({ text, announced: text });
  return said.announced;
}

/** Refreshes the page when the run changes, and shows a quiet note while live. */
export function LiveRun({ runId, lastEventId, active, working, summary }: LiveRunProps) {
  const router = useRouter();
  const [state, setState] = useState<FeedState>();
  const announced = useAnnouncement(summary);
  const follow = useEffectEvent(() => {
    const refresh = coalesce(() => router.refresh(), 250);
    const stop = followRun({ runId, after: lastEventId, onEvent: refresh.signal, onState: setState });
    return { stop, refresh };
  });

  useEffect(() => {
    if (!active) return undefined;
    const { stop, refresh } = follow();
    return () => {
      stop();
      refresh.stop();
    };
  }, [active, runId]);

  useEffect(() => {
    // The last event arrived but the refresh after it was lost: refresh again until it succeeds.
    if (!active || (state !== 'ended' && !working)) return undefined;
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), 5_000);
    return () => clearInterval(timer);
  }, [active, state, working, router]);

  return (
    <>
      <span role="status" className="sr-only">
        {announced}
      </span>
      {active && state && state !== 'ended' && <Connection state={state} />}
    </>
  );
}

function Connection({ state }: { state: Exclude<FeedState, 'ended'> }) {
  const help = state === 'reconnecting' ? runTexts.liveHelp.reconnecting : runTexts.liveHelp.live;
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-ink-subtle" title={help} data-live={state}>
      <span
        aria-hidden
        className={cn('size-2 rounded-full', state === 'live' ? 'bg-success' : 'border border-line-strong')}
      />
      {runTexts.live[state]}
    </span>
  );
}
