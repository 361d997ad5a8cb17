import type { Engine } from './engine';
import type { RunFacts } from './types';
import { traced } from '@/lib/base/telemetry/traced';

const idsOf = ({ id, workflowId }: RunFacts) => ({ runId: id, workflowId });

/** The engine with a tracing span around the calls that drive a run. */
export function tracedEngine(engine: Engine): Engine {
  const at = (step: string[]) => ({ step: step.join('/') });
  return {
    ...engine,
    check: (question, run) =>
      traced('engine.check', { ...idsOf(run), ...at(question.path) }, () => engine.check(question, run)),
    start: (run, fence) => traced('engine.start', idsOf(run), () => engine.start(run, fence)),
    resume: (run, step, resumeData, fence) =>
      traced('engine.resume', { ...idsOf(run), ...at(step.path) }, () =>
        engine.resume(run, step, resumeData, fence),
      ),
    restart: (run, fence) => traced('engine.restart', idsOf(run), () => engine.restart(run, fence)),
    cancel: (run, fence) => traced('engine.cancel', idsOf(run), () => engine.cancel(run, fence)),
    rewind: (run, path, fence) =>
      traced('engine.rewind', { ...idsOf(run), ...at(path ?? []) }, () => engine.rewind(run, path, fence)),
    discard: (run, fence) => traced('engine.discard', idsOf(run), () => engine.discard(run, fence)),
  };
}
