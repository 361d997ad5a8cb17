import type { Described, Operation } from './operation';
import { keyOperations } from './keys';
import { operatorOperations } from './operators';
import { runOperations } from './runs';
import { serviceCalls } from './service';
import { taskOperations } from './tasks';
import { webhookOperations } from './webhooks';

/** Every call that has a verb, in the order of the document. */
export const operations: readonly Operation[] = [
  ...Object.values(runOperations),
  ...Object.values(taskOperations),
  ...Object.values(operatorOperations),
  ...Object.values(webhookOperations),
  ...Object.values(keyOperations),
];

/** Every call of the API, in the order of the document. */
export const documented: readonly Described[] = [...operations, ...serviceCalls];
