/** Shown in place of a masked value. */
export const maskText = '••••';
