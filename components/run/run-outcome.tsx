import { SchemaView } from '@/components/schema-view/schema-view';
import { CutNotice } from '@/components/task/cut-notice';
import { Card, Section } from '@/components/ui/card';
import { ProblemNotice } from '@/components/ui/problem-notice';
import type { RunDetail } from '@/lib/desk/runs/types';
import { runTexts } from '@/lib/base/texts/runs';

/** The title of the step that failed; errors name it by the last part of its path. */
const failedStep = ({ error, steps }: RunDetail): string | undefined =>
  error?.step ? (steps.find((step) => step.path.includes(error.step ?? ''))?.title ?? error.step) : undefined;

function Failed({ run }: { run: RunDetail }) {
  const { title, safe, todo } = runTexts.failed;
  const message = run.error && <span className="mb-1 block whitespace-pre-line">{run.error.message}</span>;
  return (
    <ProblemNotice
      title={title(failedStep(run))}
      safe={
        <>
          {message}
          {safe}
        </>
      }
      todo={todo}
    />
  );
}

function Result({ run }: { run: RunDetail }) {
  return (
    <Section id="result" title={runTexts.result}>
      <Card className="flex flex-col gap-3">
        {run.resultCut && <CutNotice href={`/api/runs/${encodeURIComponent(run.runId)}/result`} />}
        {run.result === null ? (
          <p className="text-ink-muted">{runTexts.noResult}</p>
        ) : (
          <SchemaView schema={run.resultSchema ?? {}} value={run.result} />
        )}
      </Card>
    </Section>
  );
}

/** A run's result or its error. Renders nothing while it is under way. */
export function RunOutcome({ run }: { run: RunDetail }) {
  switch (run.status) {
    case 'success':
      return <Result run={run} />;
    case 'failed':
      return <Failed run={run} />;
    case 'tripwire':
      return (
        <ProblemNotice title={runTexts.stopped.title} todo={runTexts.stopped.todo}>
          {run.error && <p>{run.error.message}</p>}
        </ProblemNotice>
      );
    case 'lost':
      return (
        <ProblemNotice
          tone="warning"
          title={runTexts.lost.title}
          safe={runTexts.lost.safe}
          todo={runTexts.lost.todo}
        />
      );
    case 'canceled':
      return (
        <ProblemNotice tone="info" title={runTexts.canceled.title}>
          {run.cancelReason && (
            <p className="whitespace-pre-line">
              {runTexts.canceled.reason}: {run.cancelReason}
            </p>
          )}
        </ProblemNotice>
      );
    case 'pending':
    case 'running':
    case 'waiting':
    case 'suspended':
      return null;
    default:
      return run.status satisfies never;
  }
}
