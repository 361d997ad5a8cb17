import type { ReactNode } from 'react';
import { Card, Section } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { EngineSnapshot } from '@/lib/engine/snapshot';
import { snapshotTexts } from '@/lib/base/texts/snapshot';
import { formatBytes } from './duration';
import { GraphView } from './graph-view';
import { anchorsOf } from './step-path';
import { StepList } from './step-list';
import { ValueView } from './value-view';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-muted">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

function Facts({ snapshot }: { snapshot: EngineSnapshot }) {
  const { status, size, writtenAt, suspendedPaths } = snapshot;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        <Fact name={snapshotTexts.status}>{status}</Fact>
        <Fact name={snapshotTexts.size}>{formatBytes(size)}</Fact>
        <Fact name={snapshotTexts.written}>
          {writtenAt === null ? '–' : <RelativeTime date={writtenAt} />}
        </Fact>
        <Fact name={snapshotTexts.waiting}>
          {suspendedPaths.length === 0 ? snapshotTexts.nobody : suspendedPaths.join(', ')}
        </Fact>
      </dl>
    </Card>
  );
}

function Value({
  id,
  title,
  value,
}: {
  id: string;
  title: string;
  value: EngineSnapshot['input'] | undefined;
}) {
  if (value === undefined) return null;
  return (
    <Section id={id} title={title}>
      <Card>
        <ValueView value={value} open={id === 'error'} />
      </Card>
    </Section>
  );
}

/** Everything that the engine stores about a run, with its path through the workflow. */
export function SnapshotView({ snapshot }: { snapshot: EngineSnapshot }) {
  const { graph, steps, input, result, error } = snapshot;
  return (
    <>
      <Facts snapshot={snapshot} />
      <Value id="error" title={snapshotTexts.error} value={error} />
      {graph.length > 0 && (
        <Section id="graph" title={snapshotTexts.graph} description={snapshotTexts.graphHelp}>
          <Card>
            <GraphView nodes={graph} anchors={anchorsOf(steps)} />
          </Card>
        </Section>
      )}
      <Value id="input" title={snapshotTexts.input} value={input} />
      <Section id="steps" title={snapshotTexts.steps}>
        <Card className="py-1">
          {steps.length === 0 ? (
            <p className="py-3 text-ink-muted">{snapshotTexts.noSteps}</p>
          ) : (
            <StepList steps={steps} />
          )}
        </Card>
      </Section>
      <Value id="result" title={snapshotTexts.result} value={result} />
    </>
  );
}
