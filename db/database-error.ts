/** A database this version cannot work with; the message is one sentence for the person who starts it. */
export class DatabaseError extends Error {}
