import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3StreamPart,
  LanguageModelV3Text,
  LanguageModelV3ToolCall,
} from '@ai-sdk/provider';

/** A tool's result. Of a declined call, models only read the reason, as if the tool had answered with that text. */
export type ToolResult = { tool: string; output: unknown };

/** One move of the model: say something and finish, or use tools. */
export type Move = { say: string } | { use: { tool: string; input: object }[] };

const usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

const said = ({ prompt }: LanguageModelV3CallOptions): string =>
  prompt
    .flatMap((message) =>
      message.role === 'user'
        ? message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
        : [],
    )
    .join('\n');

function resultsIn({ prompt }: LanguageModelV3CallOptions): ToolResult[] {
  const parts = prompt.flatMap((message) => (message.role === 'tool' ? message.content : []));
  return parts.flatMap((part) => {
    if (part.type !== 'tool-result') return [];
    const { output, toolName: tool } = part;
    return [{ tool, output: output.type === 'execution-denied' ? (output.reason ?? '') : output.value }];
  });
}

function streamed(content: (LanguageModelV3Text | LanguageModelV3ToolCall)[]): LanguageModelV3StreamPart[] {
  return content.flatMap((part, index): LanguageModelV3StreamPart[] => {
    if (part.type === 'tool-call') return [part];
    const id = `text-${index}`;
    return [
      { type: 'text-start', id },
      { type: 'text-delta', id, delta: part.text },
      { type: 'text-end', id },
    ];
  });
}

/**
 * A language model that follows a script: the same words and tool results always produce the same move.
 * For offline examples and tests; the agent, its tools and their approvals are real.
 */
export function scriptedModel(script: (said: string, results: ToolResult[]) => Move): LanguageModelV3 {
  const next = (call: LanguageModelV3CallOptions) => {
    const known = resultsIn(call);
    const move = script(said(call), known);
    const content: (LanguageModelV3Text | LanguageModelV3ToolCall)[] =
      'say' in move
        ? [{ type: 'text', text: move.say }]
        : move.use.map(({ tool, input }, index) => ({
            type: 'tool-call',
            toolCallId: `${tool}-${known.length + index + 1}`,
            toolName: tool,
            input: JSON.stringify(input),
          }));
    return {
      content,
      finishReason: { unified: 'say' in move ? ('stop' as const) : ('tool-calls' as const), raw: undefined },
    };
  };
  return {
    specificationVersion: 'v3',
    provider: 'countersign',
    modelId: 'scripted',
    supportedUrls: {},
    doGenerate: async (call) => ({ ...next(call), usage, warnings: [] }),
    async doStream(call) {
      const { content, finishReason } = next(call);
      const parts: LanguageModelV3StreamPart[] = [
        { type: 'stream-start', warnings: [] },
        ...streamed(content),
        { type: 'finish', finishReason, usage },
      ];
      return {
        stream: new ReadableStream({
          start(controller) {
            for (const part of parts) controller.enqueue(part);
            controller.close();
          },
        }),
      };
    },
  };
}
