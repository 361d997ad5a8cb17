/**
 * Types of `lib/mastra/workflows` for the strict check of the desk's code. Authors have their own compiler
 * settings.
 */
import type { Agent } from '@mastra/core/agent';
import type { AnyWorkflow } from '@mastra/core/workflows';

export declare const workflows: Record<string, AnyWorkflow>;
export declare const agents: Record<string, Agent<string>>;
