/**
 * Another program that shares the snapshot store is driving the run. We see the result once the run waits or
 * ends.
 */
export class DrivenElsewhereError extends Error {
  constructor(options?: ErrorOptions) {
    super('another program drives this run just now', options);
  }
}
