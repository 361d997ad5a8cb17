/** What workflows import. The rest is in authoring/. */
export * from './authoring/step-context';
