import { CutNotice } from '@/components/task/cut-notice';
import { SchemaView } from '@/components/schema-view/schema-view';
import type { RunDetail } from '@/lib/desk/runs/types';
import { runTexts } from '@/lib/base/texts/runs';

/** The request as it was sent, folded away. */
export function RunInput({ run: { runId, input, inputCut, inputSchema } }: { run: RunDetail }) {
  return (
    <details className="group rounded-lg border bg-surface">
      <summary className="rounded-lg px-4 py-3 hover:bg-hover">
        <h2 className="ml-1 inline text-lg font-semibold">{runTexts.request}</h2>
      </summary>
      <div className="flex flex-col gap-3 border-t p-4">
        {inputCut && <CutNotice href={`/api/runs/${encodeURIComponent(runId)}/input`} />}
        <SchemaView schema={inputSchema ?? {}} value={input} />
      </div>
    </details>
  );
}
