/** One message of a run's event stream; `id` is null when it has none. */
export type Frame = { id: number | null; event: string; data: string };

function readFrame(block: string): Frame | null {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const event = field('event');
  return event === undefined ? null : { id: Number(field('id')) || null, event, data: field('data') ?? '' };
}

/**
 * Follows a run as a browser does, until `enough` frames arrived or the stream ended. `answered` gets the
 * response first.
 */
export async function follow(
  address: string,
  headers: Record<string, string>,
  enough: (frames: Frame[]) => boolean,
  answered: (response: Response) => void,
): Promise<Frame[]> {
  const leaving = new AbortController();
  const response = await fetch(address, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  });
  answered(response);
  const frames: Frame[] = [];
  let rest = '';
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    frames.push(...blocks.map(readFrame).filter((frame) => frame !== null));
    if (enough(frames)) break;
  }
  leaving.abort();
  return frames;
}

/** What happened to the run, as audit verbs. */
export const verbsOf = (frames: Frame[]): string[] =>
  frames
    .filter(({ event }) => event === 'run')
    .map(({ data }) => (JSON.parse(data) as { verb: string }).verb);
