/**
 * Request headers that `proxy.ts` sets for pages and routes. It drops the client's values, except a valid request id.
 */
export const pathHeader = 'x-countersign-path';
export const nonceHeader = 'x-nonce';
export const requestIdHeader = 'x-request-id';
