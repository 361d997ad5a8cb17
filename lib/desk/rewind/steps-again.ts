import type { StoredStep } from '@/db/schema/json';
import type { Place, PlacedStep } from '@/lib/engine/types';

/** `inRound`: in the same loop as the place, so that answers of earlier rounds stay as they are. */
type Reached = PlacedStep & Pick<StoredStep, 'startedAt'> & { inRound: boolean };

/** `at`: the steps the run goes back to; `steps`: all that run again then, as far as the run had reached them. */
export type StepsAgain = { at: Reached[]; steps: Reached[] };

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((part, index) => part === b[index]);

const covers = (place: readonly string[], path: readonly string[]) =>
  place.every((part, index) => path[index] === part);

export const hasRun = ({ status }: Pick<StoredStep, 'status'>): boolean =>
  status !== 'pending' && status !== 'skipped';

/**
 * What runs again when a run with these steps goes back to a place, or with null to the steps it failed in. Nothing when
 * there is no such place, or the run has not been there.
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
 * Whether a task was asked by the execution of its step that began then. Of tasks of releases that did not note it, by the
 * time: right as long as one clock wrote both.
 */
export const wasAskedIn = (
  task: { stepStartedAt: number | null; suspendedAt: number },
  startedAt: number | null,
): boolean =>
  task.stepStartedAt === null ? task.suspendedAt >= (startedAt ?? 0) : task.stepStartedAt === startedAt;

/** What people read before they confirm: the steps that do their work again, and the questions that are asked again. */
export const stepNames = (steps: readonly PlacedStep[]): { runsAgain: string[]; askedAgain: string[] } => ({
  runsAgain: steps.filter(({ acts }) => acts).map(({ title }) => title),
  askedAgain: steps.filter(({ asks }) => asks).map(({ title }) => title),
});
