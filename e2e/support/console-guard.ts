import type { BrowserContext } from '@playwright/test';

const own = /^(https?:\/\/localhost[:/]|data:|blob:|about:)/;

/**
 * Listens to every page of the contexts it watches, and collects what no page may do: console errors
 * (a broken content security policy is one), uncaught exceptions, requests to other sites.
 */
export class ConsoleGuard {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#found.push(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) =>
      this.#found.push(`uncaught: ${error.error().stack ?? error.error().message}`),
    );
    context.on('request', (request) => {
      if (!own.test(request.url())) this.#found.push(`request to another site: ${request.url()}`);
    });
  }

  /** What this one test provokes on purpose, such as the browser's note about an answer of 409. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  get complaints(): string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }
}
