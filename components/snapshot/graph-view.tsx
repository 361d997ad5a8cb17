import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { stepStates, type GraphNode, type StepState } from '@/lib/engine/snapshot';
import { graphTexts, stateWords } from '@/lib/base/texts/snapshot';
import { formatDuration } from './duration';
import { StateMark } from './state-mark';

const reached = (state: StepState) => state !== 'skipped' && state !== 'not_reached';

const frames: Record<StepState, string> = {
  done: 'border-line-strong/60',
  running: 'border-accent ring-1 ring-accent',
  waiting: 'border-accent ring-1 ring-accent',
  failed: 'border-danger ring-1 ring-danger',
  skipped: 'border-dashed border-line-strong/60 text-ink-muted',
  canceled: 'border-line-strong/60 text-ink-muted',
  not_reached: 'border-dashed border-line-strong/60 text-ink-muted',
};

type Known = {
  /** Where the page tells more about a step, by its path. */ anchors: ReadonlyMap<string, string>;
};

function Title({ node, title, anchors }: Known & { node: { path: string[] }; title: string }) {
  const anchor = anchors.get(node.path.join('/'));
  if (anchor === undefined) return <span className="min-w-0 wrap-anywhere">{title}</span>;
  return (
    <a
      href={`#${anchor}`}
      className="min-w-0 wrap-anywhere underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {title}
    </a>
  );
}

function Head({ state, children }: { state: StepState; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2">
      <StateMark state={state} />
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        {children}
        <span className="text-xs text-ink-subtle">{stateWords[state]}</span>
      </div>
    </div>
  );
}

/** Several nodes behind one label: a nested workflow, a loop, branches. */
function Group({
  state,
  label,
  head,
  children,
}: {
  state: StepState;
  label?: ReactNode;
  head?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        'flex w-full min-w-0 flex-col gap-2 rounded-md border bg-sunken p-2.5',
        frames[state],
        'ring-0',
      )}
    >
      {head}
      {label && <p className="text-xs text-ink-subtle">{label}</p>}
      {children}
    </div>
  );
}

function Items({ items }: { items: Partial<Record<StepState, number>> }) {
  const counts = stepStates.flatMap((state) =>
    items[state] === undefined ? [] : [graphTexts.items(state, items[state])],
  );
  return counts.length === 0 ? null : <> · {counts.join(', ')}</>;
}

function titleOf(node: Extract<GraphNode, { kind: 'step' | 'mapping' | 'sleep' }>): string {
  if (node.kind === 'mapping') return graphTexts.mapping;
  if (node.kind === 'sleep')
    return graphTexts.sleep(node.durationMs === null ? null : formatDuration(node.durationMs));
  return node.title;
}

function Node({ node, anchors }: Known & { node: GraphNode }) {
  switch (node.kind) {
    case 'step':
    case 'mapping':
    case 'sleep':
      return (
        <div
          className={cn(
            'rounded-md border bg-surface px-2.5 py-1.5 text-sm',
            frames[node.state],
            node.kind !== 'step' && 'rounded-full',
          )}
        >
          <Head state={node.state}>
            <Title node={node} title={titleOf(node)} anchors={anchors} />
          </Head>
        </div>
      );
    case 'nested':
      return (
        <Group
          state={node.state}
          head={
            <div className="text-sm">
              <Head state={node.state}>
                <span className="sr-only">{graphTexts.nested}: </span>
                <Title node={node} title={node.title} anchors={anchors} />
              </Head>
            </div>
          }
        >
          {node.nodes.length > 0 && <Flow nodes={node.nodes} anchors={anchors} />}
        </Group>
      );
    case 'parallel':
    case 'branch':
      return (
        <Group state={node.state} label={node.kind === 'parallel' ? graphTexts.parallel : graphTexts.branch}>
          <ul className="grid items-start gap-2 sm:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
            {node.nodes.map((inner, index) => (
              <li key={keyOf(inner, index)} className="min-w-0">
                <Node node={inner} anchors={anchors} />
              </li>
            ))}
          </ul>
        </Group>
      );
    case 'loop':
      return (
        <Group state={node.state} label={graphTexts.loop(node.until, node.rounds)}>
          <Node node={node.node} anchors={anchors} />
        </Group>
      );
    case 'foreach':
      return (
        <Group
          state={node.state}
          label={
            <>
              {graphTexts.foreach(node.concurrency)}
              <Items items={node.items} />
            </>
          }
        >
          <Node node={node.node} anchors={anchors} />
        </Group>
      );
    default:
      return node satisfies never;
  }
}

const keyOf = (node: GraphNode, index: number): string =>
  'path' in node ? node.path.join('/') : `${node.kind}-${index}`;

/** Steps in a column; the line between two is solid where the run went. */
function Flow({ nodes, anchors }: Known & { nodes: readonly GraphNode[] }) {
  return (
    <ol className="flex w-full min-w-0 flex-col">
      {nodes.map((node, index) => (
        <li key={keyOf(node, index)} className="flex min-w-0 flex-col items-start">
          {index > 0 && (
            <span
              aria-hidden
              className={cn(
                'ml-5 h-3.5 border-l-2',
                reached(node.state) ? 'border-accent' : 'border-dashed border-line-strong',
              )}
            />
          )}
          <Node node={node} anchors={anchors} />
        </li>
      ))}
    </ol>
  );
}

/** The workflow's graph as nested lists, which screen readers can read without a separate description. */
export function GraphView({ nodes, anchors }: Known & { nodes: readonly GraphNode[] }) {
  return <Flow nodes={nodes} anchors={anchors} />;
}
