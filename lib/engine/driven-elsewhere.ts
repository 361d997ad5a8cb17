/** Another program that shares the snapshot store drives the run just now. What it comes to is seen when it waits or ends. */
export class DrivenElsewhereError extends Error {
  constructor(options?: ErrorOptions) {
    super('another program drives this run just now', options);
  }
}
