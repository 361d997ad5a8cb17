import type { StoredStep } from '@/db/schema/json';
import type { Place, PlacedStep } from '@/lib/engine/types';

/** `inRound`: in the same loop as the target, so that decisions of earlier rounds stay. */
type Reached = PlacedStep & Pick<StoredStep, 'startedAt'> & { inRound: boolean };

/** `at`: the steps the run goes back to; `steps`: all steps the run had reached that run again. */
export type StepsAgain = { at: Reached[]; steps: Reached[] };

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((part, index) => part === b[index]);

const covers = (place: readonly string[], path: readonly string[]) =>
  place.every((part, index) => path[index] === part);

export const hasRun = ({ status }: Pick<StoredStep, 'status'>): boolean =>
  status !== 'pending' && status !== 'skipped';

/**
 * The steps that run again when a run goes back to a step (null: to the steps that failed). Empty if there is no such step,
 * or the run has not reached it.
 */
export function stepsAgain(
  places: readonly Place[],
  steps: readonly StoredStep[],
  path: readonly string[] | null,
): StepsAgain {
  const reached = steps.filter(hasRun);
  const wanted =
    path === null ? reached.filter(({ status }) => status === 'failed').map((step) => step.path) : [path];
  const chosen = places.filter((place) =>
    wanted.some((one) => (path === null ? covers(place.path, one) : same(place.path, one))),
  );
  const again = new Map(
    chosen.flatMap((place) => place.again.map((step): [string, PlacedStep] => [step.path.join('\0'), step])),
  );
  const found = reached.flatMap((step): Reached[] => {
    const placed = again.get(step.path.join('\0'));
    const inRound = chosen.some(({ round }) => round.some((one) => same(one, step.path)));
    return placed ? [{ ...placed, startedAt: step.startedAt, inRound }] : [];
  });
  const at = found.filter((step) => chosen.some((place) => covers(place.path, step.path)));
  return { at, steps: at.length > 0 ? found : [] };
}

/**
 * Whether a task was opened by the execution of its step that began then. Tasks of older releases lack the start, so their
 * times are compared, which is right if one clock wrote both.
 */
export const wasAskedIn = (
  task: { stepStartedAt: number | null; suspendedAt: number },
  startedAt: number | null,
): boolean =>
  task.stepStartedAt === null ? task.suspendedAt >= (startedAt ?? 0) : task.stepStartedAt === startedAt;

/** The titles of the steps that run again, and of the tasks that open again, for the confirmation. */
export const stepNames = (steps: readonly PlacedStep[]): { runsAgain: string[]; askedAgain: string[] } => ({
  runsAgain: steps.filter(({ acts }) => acts).map(({ title }) => title),
  askedAgain: steps.filter(({ asks }) => asks).map(({ title }) => title),
});
