export * from './auth';
export * from './desk';
export * from './forms';
export * from './idempotency';
export * from './links';
export * from './slack';
export * from './webhooks';
export * from './notifications';
