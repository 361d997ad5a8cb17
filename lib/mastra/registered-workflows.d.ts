/** What `lib/mastra/workflows` gives, as the strict check of the desk's own code sees it: authors have their own settings. */
import type { Agent } from '@mastra/core/agent';
import type { AnyWorkflow } from '@mastra/core/workflows';

export declare const workflows: Record<string, AnyWorkflow>;
export declare const agents: Record<string, Agent<string>>;
