/** What `lib/mastra/workflows` gives, as the strict check of the desk's own code sees it: authors have their own settings. */
import type { AnyWorkflow } from '@mastra/core/workflows';

export declare const workflows: Record<string, AnyWorkflow>;
