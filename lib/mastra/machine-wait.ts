/** What workflows import; the rest of it is in authoring/. */
export * from './authoring/machine-wait';
