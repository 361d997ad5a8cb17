/** The checkbox by which a person confirms that they have read evidence too large to be shown in full. */
export const readWholeField = 'readWhole';
