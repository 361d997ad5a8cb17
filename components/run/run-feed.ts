export type FeedState = 'live' | 'reconnecting' | 'ended';

export type FeedOptions = {
  runId: string;
  /** The newest event that the page already shows. */
  after: number;
  onEvent: () => void;
  onState: (state: FeedState) => void;
};

const retryDelays = [2_000, 5_000, 15_000, 30_000];
/** The server closes each stream after some minutes; the gap until the next is no news. */
const quietGap = 4_000;

/**
 * Follows a run's events (`GET /api/runs/{id}/events`) until they end. A lost connection is renewed by the browser,
 * a refused one by us; a hidden tab holds no connection and catches up when it is seen again. Returns what stops it.
 */
export function followRun({ runId, after, onEvent, onState }: FeedOptions): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gap: ReturnType<typeof setTimeout> | undefined;
  let seen = after;
  let refusals = 0;
  let ended = false;

  function close() {
    clearTimeout(timer);
    clearTimeout(gap);
    gap = undefined;
    source?.close();
    source = undefined;
  }

  function end() {
    ended = true;
    close();
    onState('ended');
    onEvent();
  }

  function open() {
    close();
    source = new EventSource(`/api/runs/${encodeURIComponent(runId)}/events?after=${seen}`);
    source.addEventListener('open', () => {
      refusals = 0;
      clearTimeout(gap);
      gap = undefined;
      onState('live');
    });
    source.addEventListener('run', ({ lastEventId }) => {
      seen = Math.max(seen, Number(lastEventId) || 0);
      onEvent();
    });
    source.addEventListener('end', end);
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) {
        gap ??= setTimeout(() => onState('reconnecting'), quietGap);
        return;
      }
      close();
      onState('reconnecting');
      timer = setTimeout(open, retryDelays[Math.min(refusals, retryDelays.length - 1)]);
      refusals += 1;
    });
  }

  function onVisibility() {
    if (ended) return;
    if (document.visibilityState === 'hidden') close();
    else if (!source) open();
  }

  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
