/** The box by which a person says that they have read evidence that no page shows whole. */
export const readWholeField = 'readWhole';
