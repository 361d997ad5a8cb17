/** Where "now" comes from. Verbs take it from their context, so that tests set the time instead of waiting for it. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
