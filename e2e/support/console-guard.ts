import type { BrowserContext } from '@playwright/test';

const own = /^(https?:\/\/localhost[:/]|data:|blob:|about:)/;

/**
 * Watches every page of its contexts for what no page may do: console errors (including violations of the
 * content security policy), uncaught exceptions, requests to other sites.
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

  /** Allows what this test provokes on purpose, such as the browser's message about a 409. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  get complaints(): string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }
}
