import type { Context } from '@/lib/people/context';
import type { EngineRun } from '@/lib/engine/types';

/** Reads a run's snapshot, or reports it as damaged if it cannot be read. @throws if the store cannot be reached */
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
