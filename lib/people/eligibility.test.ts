import { and, eq, sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roles, type Role } from '@/db/enums';
import type { Database } from '@/db/client';
import { decisions, groupMembers, groups, runs, taskCandidates, tasks, users } from '@/db/schema';
import { loadPerson } from '@/lib/accounts/sign-in/load-person';
import { systemClock } from '@/lib/base/clock';
import { write } from '@/lib/journal/commit';
import { closeTasks, openTask } from '@/lib/desk/tasks/transitions';
import { listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { able, decidable } from '@/lib/desk/tasks/stand-ins';
import { asSystem, type Context, type PersonActor, type UserActor } from '@/lib/people/context';
import { recipientsOf } from '@/lib/tell/messages/recipients';
import { databaseForTest } from '@/tests/support/database';
import { isEligibleNow, maySeeTask, refusalToDecide } from './eligibility';

const people = ['ana', 'bo', 'cy', 'di', 'ed'] as const;
const teams = ['legal', 'finance', 'empty'] as const;
const now = new Date('2026-05-04T09:00:00Z');

const person = fc.record({
  roles: fc.subarray<Role>([...roles], { minLength: 1 }),
  groups: fc.subarray(['legal', 'finance']),
  banned: fc.boolean(),
});
const principal = fc.oneof(
  fc.constantFrom(...people).map((id) => `user:${id}`),
  fc.constantFrom(...teams).map((id) => `group:${id}`),
  fc.constantFrom(...roles).map((role) => `role:${role}`),
  fc.constantFrom('user:nobody', 'role:', 'group:', 'user:', 'role:%', 'manager'),
);
const question = fc.record({
  candidates: fc.uniqueArray(principal, { maxLength: 4 }),
  requester: fc.constantFrom(...people, ''),
  forbidSelfApproval: fc.constantFrom(true, false, undefined),
  decidedBy: fc.option(fc.constantFrom(...people, 'key_ana')),
});
const desk = fc.record({
  people: fc.tuple(person, person, person, person, person),
  tasks: fc.array(question, { minLength: 1, maxLength: 5 }),
});
type Desk = typeof desk extends fc.Arbitrary<infer T> ? T : never;

/** Puts the people and their tasks into an emptied database. */
async function fill(db: Database, { people: all, tasks: questions }: Desk): Promise<void> {
  for (const table of [decisions, taskCandidates, tasks, runs, groupMembers, groups, users])
    await db.delete(table);
  await db.insert(groups).values(teams.map((id) => ({ id, name: id, createdAt: now })));
  for (const [at, id] of people.entries()) {
    const { roles: has, groups: of, banned } = all[at] ?? { roles: [], groups: [], banned: false };
    await db.insert(users).values({
      id,
      name: id,
      email: `${id}@desk.test`,
      role: has.join(','),
      banned,
      createdAt: now,
      updatedAt: now,
    });
    if (of.length > 0)
      await db.insert(groupMembers).values(of.map((groupId) => ({ userId: id, groupId, createdAt: now })));
  }
  for (const [at, { candidates, requester, forbidSelfApproval, decidedBy }] of questions.entries()) {
    const id = `task_${at}`;
    const row = {
      id,
      runId: 'run',
      workflowId: 'some',
      stepPath: ['ask'],
      suspendedAt: 0,
      title: id,
      payloadDigest: 'sha256:',
      outcomes: [],
      policy: { forbidSelfApproval, reasonField: null, onExpiry: 'notify' } as never,
      candidates,
      requesterId: requester,
      createdAt: now,
    };
    const system = asSystem({ db, clock: systemClock });
    await write(system, openTask(row));
    const decided = { state: 'decided', reason: null, at: now } as const;
    if (decidedBy !== null) await write(system, closeTasks(eq(tasks.id, id), decided));
    if (decidedBy !== null)
      await db.insert(decisions).values({
        id: `dec_${at}`,
        taskId: id,
        runId: 'run',
        outcome: 'approved',
        actorKind: decidedBy.startsWith('key') ? 'apiKey' : 'user',
        actorId: decidedBy,
        actorName: decidedBy,
        channel: 'web',
        payloadDigest: 'sha256:',
        createdAt: now,
      });
  }
}

const keyOf = (owner: UserActor, may: boolean): PersonActor => ({
  ...owner,
  kind: 'apiKey',
  key: {
    id: `key_${owner.id}`,
    name: 'Robot',
    scopes: may ? ['tasks:read', 'tasks:decide'] : ['tasks:read'],
  },
});

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).toSorted();

async function listed(ctx: Context, scope: 'mine' | 'all', states = ['open']): Promise<string[]> {
  const pages = states.map((state) => listTasks(ctx, parseTaskQuery({ scope, state, limit: '100' })));
  return (await Promise.all(pages)).flatMap(({ items }) => items.map(({ taskId }) => taskId)).toSorted();
}

describe('who may decide and see', () => {
  test('is the same in the function, in SQL, in lists and in messages, for any people', async () => {
    const { db } = await databaseForTest();
    await fc.assert(
      fc.asyncProperty(desk, async (one) => {
        await fill(db, one);
        const rows = await db.select().from(tasks);
        const answered = new Map(
          (await db.select().from(decisions)).map(({ taskId, actorId }) => [taskId, actorId]),
        );
        const open = rows.filter(({ state }) => state === 'open');
        const mayDecide = new Map(open.map(({ id }) => [id, new Set<string>()]));
        for (const id of people) {
          const user = await loadPerson(db, id);
          const allowed = rows.filter((task) => user && refusalToDecide(user, task, now) === null);
          for (const { id: taskId } of allowed) mayDecide.get(taskId)?.add(id);
          const asked = { id, kind: 'user' } as UserActor;
          const bySql = await db
            .select({ id: tasks.id })
            .from(tasks)
            .where(and(eq(tasks.state, 'open'), isEligibleNow(asked, tasks)));
          expect(idsOf(bySql)).toEqual(idsOf(allowed));
          for (const actor of user ? [user, keyOf(user, true)] : []) {
            const ctx = { actor, channel: 'web', db, clock: systemClock } as unknown as Context;
            expect(await listed(ctx, 'mine')).toEqual(idsOf(allowed));
            const seen = rows.filter((task) =>
              maySeeTask(actor, { ...task, decidedBy: answered.get(task.id) ?? null }),
            );
            expect(await listed(ctx, 'all', ['open', 'closed'])).toEqual(idsOf(seen));
          }
          for (const key of user ? [keyOf(user, false)] : [])
            expect(rows.filter((task) => refusalToDecide(key, task, now) === null)).toEqual([]);
        }
        for (const [taskId, who] of mayDecide) {
          const told = await recipientsOf(db, { kind: 'task', principals: null, taskId } as never);
          expect(told.toSorted()).toEqual([...who].toSorted());
          const [found] = await db.all<{ yes: number }>(
            sql`with ${able} select ${decidable} as yes from ${tasks} t where t.id = ${taskId}`,
          );
          expect(found?.yes).toBe(who.size > 0 ? 1 : 0);
        }
        const digest = await recipientsOf(db, { kind: 'digest', principals: null, taskId: null } as never);
        expect(digest.toSorted()).toEqual(
          people.filter((id) => [...mayDecide.values()].some((of) => of.has(id))),
        );
      }),
      { numRuns: 60 },
    );
  });
});
