/**
 * How often one run may ask the same question before operators decide it. A step's policy can override it.
 */
export const askAgainLimit = 20;
