export * from './auth';
export * from './desk';
