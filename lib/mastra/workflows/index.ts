import type { Agent } from '@mastra/core/agent';
import { bulkExport } from './bulk-export';
import { contentReview } from './content-review';
import { contractIntake } from './contract-intake';
import { dataImport } from './data-import';
import { expenseReport } from './expense-report';
import { purchaseOrder } from './purchase-order';
import { refundAssistant } from './refund-assistant';
import { releaseTrain } from './release-train';

/** Every workflow of this desk, by its id. Adding one here registers it. */
export const workflows = {
  'expense-report': expenseReport,
  'content-review': contentReview,
  'purchase-order': purchaseOrder,
  'release-train': releaseTrain,
  'contract-intake': contractIntake,
  'data-import': dataImport,
  'bulk-export': bulkExport,
  'refund-assistant': refundAssistant,
};

/** Agents that steps look up by name with `mastra.getAgent(name)`. Those of `agentStep` need no line here. */
export const agents: Record<string, Agent> = {};
