export type FeedState = 'live' | 'reconnecting' | 'ended';

export type FeedOptions = {
  runId: string;
  /** The newest event that the page already shows. */
  after: number;
  onEvent: () => void;
  onState: (state: FeedState) => void;
};

const retryDelays = [2_000, 5_000, 15_000, 30_000];
/** The server closes each stream after some minutes; a gap this short until the next one is not reported. */
const quietGap = 4_000;
/** Over HTTP/1.1 a browser has six connections for all its tabs, and each stream occupies one. */
const streamsAtMost = 3;
/** How often a page without a stream polls. */
const lookEveryMs = 3_000;

type Release = () => void;

/**
 * Claims one of the streams that a browser's tabs share; null when it is taken. The lock is released by the
 * page, or when the page is gone.
 */
function takeStream(index: number): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`countersign:stream:${index}`, { ifAvailable: true }, (lock) =>
        lock === null ? resolve(null) : new Promise<void>((release) => resolve(release)),
      )
      .catch(reject);
  });
}

/** Null when all are taken, or when the browser has no locks (also on insecure origins). */
async function takeAnyStream(): Promise<Release | null> {
  if (!('locks' in navigator)) return null;
  for (let index = 0; index < streamsAtMost; index += 1) {
    const release = await takeStream(index);
    if (release) return release;
  }
  return null;
}

/**
 * Follows a run's events (`GET /api/runs/{id}/events`) until they end, and returns a function that stops it.
 * A page without a stream polls until one is free. The browser reconnects lost connections, we retry refused
 * ones; a hidden tab holds none and catches up later.
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
  /** Aborted when the page is hidden or begins again. */
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
