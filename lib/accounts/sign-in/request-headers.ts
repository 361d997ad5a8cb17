/** Request headers that `proxy.ts` writes for the pages and routes behind it; a client's own values never pass. */
export const pathHeader = 'x-countersign-path';
export const nonceHeader = 'x-nonce';
export const requestIdHeader = 'x-request-id';
