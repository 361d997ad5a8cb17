import { useEffect, useState } from 'react';
import { z } from 'zod';

const names = z.array(z.string());
const again = { runsAgain: names, askedAgain: names };
const place = z.object({ ...again, step: names, title: z.string() });
const answer = z.object({
  title: z.string(),
  outcome: z.string(),
  by: z.string(),
  at: z.string(),
  askedAnew: z.boolean(),
});
const preview = z.object({
  runsAgain: names.optional(),
  askedAgain: names.optional(),
  answersKept: names.optional(),
  answers: z.array(answer).optional(),
  places: z.array(place).optional(),
});

export type Preview = z.infer<typeof preview>;

/**
 * The preview from a route, fetched when the dialog opens; `refused` holds the reason if the action is
 * refused.
 */
export function usePreview(
  url: string | null,
  open: boolean,
): { preview: Preview | null; refused: string | null } {
  const [state, setState] = useState<{ preview: Preview | null; refused: string | null }>({
    preview: null,
    refused: null,
  });
  useEffect(() => {
    if (!open || url === null) return undefined;
    const left = new AbortController();
    const read = async () => {
      const response = await fetch(url, { signal: left.signal, headers: { accept: 'application/json' } });
      const body: unknown = await response.json();
      if (response.ok) setState({ preview: preview.parse(body), refused: null });
      else setState({ preview: null, refused: z.object({ detail: z.string() }).parse(body).detail });
    };
    read().catch(() => left.signal.aborted || setState({ preview: null, refused: '' }));
    return () => left.abort();
  }, [url, open]);
  return state;
}
