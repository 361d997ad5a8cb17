/** How often the same question may be asked in one run before operators decide it, unless the step's policy says otherwise. */
export const askAgainLimit = 20;
