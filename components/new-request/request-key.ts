/** The part of `Storage` that is used; browsers may refuse it. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const storageKey = (form: string) => `request-key:${form}`;

function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null; // Without storage the key lives as long as the page.
  }
}

/** This tab's storage; null where the browser refuses it. */
export const tabStore = (): Storage | null => attempt(() => window.sessionStorage);

/** 128 random bits as hex. `crypto.randomUUID` is missing on plain http, where a desk on a local network may run. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * The idempotency key of one request. It is kept, also across a reload, until the desk has answered, so that
 * resending after a lost response starts one run only.
 */
export function requestKey(form: string, store: Store | null): { take: () => string; settle: () => void } {
  let current: string | null = null;
  return {
    take() {
      current ??= attempt(() => store?.getItem(storageKey(form)) ?? null) ?? newKey();
      const key = current;
      attempt(() => store?.setItem(storageKey(form), key));
      return key;
    },
    settle() {
      current = null;
      attempt(() => store?.removeItem(storageKey(form)));
    },
  };
}
