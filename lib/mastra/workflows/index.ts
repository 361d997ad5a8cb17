import { contentReview } from './content-review';
import { expenseReport } from './expense-report';
import { purchaseOrder } from './purchase-order';

/** Every workflow of this desk, by its id. Adding one here is all that registers it. */
export const workflows = {
  'expense-report': expenseReport,
  'content-review': contentReview,
  'purchase-order': purchaseOrder,
};
