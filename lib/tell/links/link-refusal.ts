/** Why a link does not work, each with the HTTP status of its page. */
export const linkRefusals = {
  altered: 404,
  expired: 410,
  used: 410,
  closed: 410,
  stale: 409,
  off: 403,
  recipient: 403,
  right: 403,
  signIn: 401,
  large: 403,
  elsewhere: 403,
  limited: 429,
  unavailable: 503,
  failed: 500,
} as const;
export type LinkRefusalReason = keyof typeof linkRefusals;

/** A verified token's claims; enough to audit a refusal. */
export type LinkClaims = {
  id: string;
  taskId: string;
  recipientId: string;
  outcome: string;
  payloadDigest: string;
};

/** Thrown instead of `AppError`, so that no data of the task can leak. */
export class LinkRefused extends Error {
  constructor(
    readonly reason: LinkRefusalReason,
    /** The claims of a token with a valid signature. */
    readonly claims: LinkClaims | null = null,
  ) {
    super(`the link is refused: ${reason}`);
    this.name = 'LinkRefused';
  }
}
