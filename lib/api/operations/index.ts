import type { Operation } from './operation';
import { keyOperations } from './keys';
import { operatorOperations } from './operators';
import { runOperations } from './runs';
import { serviceOperations } from './service';
import { taskOperations } from './tasks';
import { webhookOperations } from './webhooks';

/** Every call of the API, in the order of its document. */
export const operations: readonly Operation[] = [
  ...runOperations,
  ...taskOperations,
  ...operatorOperations,
  ...webhookOperations,
  ...keyOperations,
  ...serviceOperations,
];
