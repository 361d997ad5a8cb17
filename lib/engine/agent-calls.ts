import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { agentCalls } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import type { Json } from '@/db/schema/json';
import { database } from '@/lib/base/database';
import { newId } from '@/lib/base/ids';

type Question = { [key: string]: Json };

const openStates = ['running', 'asking', 'answering'] as const;

/** The invocation while its agent works, and unless somebody else has taken the step over. */
const atWork = (callId: string) =>
  and(eq(agentCalls.id, callId), inArray(agentCalls.state, ['running', 'answering']));

const takenOver = () =>
  new Error('This invocation of the agent has ended or was given up, so what it did now is not used.');

async function unfinished(runId: string, stepId: string) {
  const [call] = await database()
    .select()
    .from(agentCalls)
    .where(
      and(eq(agentCalls.runId, runId), eq(agentCalls.stepId, stepId), inArray(agentCalls.state, openStates)),
    )
    .orderBy(desc(asWritten(agentCalls)))
    .limit(1);
  return call;
}

/**
 * The question this step had open when its process died, so that the step asks it again instead of starting
 * over.
 * @throws when the process died after the answer was handed over: the tool may or may not have taken effect,
 *   so it must not run a second time.
 */
export async function openQuestion(runId: string, stepId: string): Promise<Question | undefined> {
  const call = await unfinished(runId, stepId);
  if (call?.state === 'answering') {
    throw new Error(
      'The server stopped while the agent was using a tool that had been answered for. It may or may not have taken effect: look before asking again.',
    );
  }
  return call?.state === 'asking' ? (call.question as Question) : undefined;
}

/**
 * Opens a new invocation and abandons one that died before it asked anything. Returns its id, which is also
 * the agent's own run id.
 */
export async function openCall(runId: string, stepId: string): Promise<string> {
  const id = newId('call');
  const now = new Date();
  const db = database();
  await db.batch([
    db
      .update(agentCalls)
      .set({ state: 'abandoned', updatedAt: now })
      .where(
        and(eq(agentCalls.runId, runId), eq(agentCalls.stepId, stepId), eq(agentCalls.state, 'running')),
      ),
    db.insert(agentCalls).values({ id, runId, stepId, state: 'running', createdAt: now, updatedAt: now }),
  ]);
  return id;
}

/** An invocation so far: its rounds of model and tools, and how often each tool call was declined. */
export type Done = { rounds: number; declined: Record<string, number> };

const done = { rounds: agentCalls.rounds, declined: agentCalls.declined };

/**
 * Counts a round in which the invocation wants to use a tool. `round` is the agent's own count; ours grows by
 * at least one each time.
 * @throws when the invocation was given up
 */
export async function countRounds(callId: string, round: number): Promise<Done> {
  const [counted] = await database()
    .update(agentCalls)
    .set({ rounds: sql`max(${agentCalls.rounds} + 1, ${round})`, updatedAt: new Date() })
    .where(atWork(callId))
    .returning(done);
  if (!counted) throw takenOver();
  return counted;
}

/**
 * Notes the question that the step is about to suspend with.
 * @throws when the invocation was given up
 */
export async function askQuestion(callId: string, question: Question): Promise<void> {
  const { rowsAffected } = await database()
    .update(agentCalls)
    .set({ state: 'asking', question, updatedAt: new Date() })
    .where(atWork(callId));
  if (rowsAffected === 0) throw takenOver();
}

/**
 * Marks the answer as handed over, which happens once. `declined`: the key of the tool call being declined,
 * letters and digits only.
 * @throws when an answer was handed over already
 */
export async function beginAnswer(callId: string, declined?: string): Promise<Done> {
  const times = sql`coalesce(json_extract(${agentCalls.declined}, ${`$."${declined}"`}), 0) + 1`;
  const [begun] = await database()
    .update(agentCalls)
    .set({
      state: 'answering',
      updatedAt: new Date(),
      ...(declined && { declined: sql`json_set(${agentCalls.declined}, ${`$."${declined}"`}, ${times})` }),
    })
    .where(and(eq(agentCalls.id, callId), eq(agentCalls.state, 'asking')))
    .returning(done);
  if (!begun) throw new Error('This question of the agent has had its answer already.');
  return begun;
}

/**
 * Ends an invocation, and abandons others of its step: a later round of a loop must not find their questions.
 * @throws when the invocation was given up
 */
export async function closeCall(callId: string): Promise<void> {
  const db = database();
  const now = new Date();
  const ofClosed = (column: 'run_id' | 'step_id') =>
    sql<string>`(select ${sql.identifier(column)} from ${agentCalls} c where c.id = ${callId} and c.state = 'done')`;
  const [{ rowsAffected }] = await db.batch([
    db.update(agentCalls).set({ state: 'done', updatedAt: now }).where(atWork(callId)),
    db
      .update(agentCalls)
      .set({ state: 'abandoned', updatedAt: now })
      .where(
        and(
          eq(agentCalls.runId, ofClosed('run_id')),
          eq(agentCalls.stepId, ofClosed('step_id')),
          inArray(agentCalls.state, openStates),
        ),
      ),
  ]);
  if (rowsAffected === 0) throw takenOver();
}
