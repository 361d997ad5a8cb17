import { log } from '@/lib/base/log';

/**
 * Text generated while it is read, as a response body. If generating fails, the download breaks off, so that
 * nobody takes a part for the whole.
 */
export function textStream(source: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await source.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log.error('a download broke off', { error });
        controller.error(error);
      }
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}
