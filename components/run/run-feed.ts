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
/** Over HTTP/1.1 a browser has six connections for all its windows; a stream holds one for good. */
const streamsAtMost = 3;
/** How often a page without a stream looks. */
const lookEveryMs = 3_000;

type Release = () => void;

/** One of the few streams that all windows of a browser have; it is free again when the page lets go of it, or is gone. */
function takeStream(index: number): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`countersign:stream:${index}`, { ifAvailable: true }, (lock) =>
        lock === null ? resolve(null) : new Promise<void>((release) => resolve(release)),
      )
      .catch(reject);
  });
}

/** Null: they are all taken, or this browser, or a page that is not served securely, cannot tell. */
async function takeAnyStream(): Promise<Release | null> {
  if (!('locks' in navigator)) return null;
  for (let index = 0; index < streamsAtMost; index += 1) {
    const release = await takeStream(index);
    if (release) return release;
  }
  return null;
}

/**
 * Follows a run's events (`GET /api/runs/{id}/events`) until they end; a page that gets none of the streams looks every few
 * seconds instead, and takes the next that is free. A lost connection is renewed by the browser, a refused one by us; a
 * hidden tab holds no connection and catches up when it is seen again. Returns what stops it.
 */
export function followRun({ runId, after, onEvent, onState }: FeedOptions): () => void {
  const address = `/api/runs/${encodeURIComponent(runId)}`;
  let source: EventSource | undefined;
  let release: Release | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gap: ReturnType<typeof setTimeout> | undefined;
  let seen = after;
  let refusals = 0;
  let ended = false;
  /** Aborted when what was begun is no longer wanted: the page was hidden, or begins anew. */
  let turn: AbortController | undefined;

  function close() {
    turn?.abort();
    turn = undefined;
    clearTimeout(timer);
    clearTimeout(gap);
    gap = undefined;
    source?.close();
    source = undefined;
    release?.();
    release = null;
  }

  function end() {
    ended = true;
    close();
    onState('ended');
    onEvent();
  }

  function refused() {
    close();
    onState('reconnecting');
    timer = setTimeout(begin, retryDelays[Math.min(refusals, retryDelays.length - 1)]);
    refusals += 1;
  }

  function open() {
    source = new EventSource(`${address}/events?after=${seen}`);
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
      if (source?.readyState === EventSource.CLOSED) refused();
      else gap ??= setTimeout(() => onState('reconnecting'), quietGap);
    });
  }

  async function look(signal: AbortSignal) {
    const response = await fetch(address, { signal, cache: 'no-store' });
    if (!response.ok) throw new Error(`the run was refused: ${response.status}`);
    const run = (await response.json()) as { lastEventId: number; finishedAt: string | null };
    if (signal.aborted) return;
    refusals = 0;
    onState('live');
    if (run.lastEventId > seen) onEvent();
    seen = Math.max(seen, run.lastEventId);
    if (run.finishedAt === null) timer = setTimeout(begin, lookEveryMs);
    else end();
  }

  function begin() {
    close();
    const { signal } = (turn = new AbortController());
    takeAnyStream()
      .then((taken) => {
        if (signal.aborted) return taken?.();
        release = taken;
        return taken ? open() : look(signal);
      })
      .catch(() => {
        if (!signal.aborted) refused();
      });
  }

  function onVisibility() {
    if (ended) return;
    if (document.visibilityState === 'hidden') close();
    else if (!turn) begin();
  }

  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
