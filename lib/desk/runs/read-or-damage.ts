import type { Context } from '@/lib/people/context';
import type { EngineRun } from '@/lib/engine/types';

/** Reads a run's snapshot. One that cannot be read while its store answers is damaged. @throws when the store does not */
export async function readOrDamage(
  { engine }: Pick<Context, 'engine'>,
  run: { id: string; workflowId: string },
): Promise<EngineRun | null | { damage: string }> {
  try {
    return await engine.read(run);
  } catch (error) {
    await engine.ready();
    return { damage: error instanceof Error ? error.message : String(error) };
  }
}
