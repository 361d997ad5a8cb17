import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asc, gt, max } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { webhookEvents } from '@/db/enums';
import { auditEvents, notifications, webhookDeliveries, webhookEndpoints } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { notingEvents } from '@/lib/journal/written';
import { sweep } from '@/lib/process/sweep/sweep';
import { collectNotifications } from '@/lib/tell/drain/collect';
import { eventTable, factsOf, mustBeTold, tellingOf } from '@/lib/tell/events/event-table';
import { notificationsOf } from '@/lib/tell/messages/events';
import { createEndpoint } from '@/lib/tell/webhooks/create-endpoint';
import { recordDeliveries } from '@/lib/tell/webhooks/record-deliveries';
import { answered, asking, contested, type Deed, type Prepare, type Scene } from './support/contested';
import { deeds, hanging, orphaned, stoodIn, undoable } from './support/deeds';
import { deskDeeds, places } from './support/desk-deeds';
import { deskForTest, type Person, type TestDesk } from './support/desk';
import { thisMachine } from './support/webhook-receiver';

const root = path.resolve(import.meta.dirname, '..');
const asked = asking('answering');
const nothing: Prepare = async (desk) => ({ desk, runId: '', task: {} as Scene['task'] });
const hook = { name: 'Everything', url: 'http://127.0.0.1:9/hooks', events: [...webhookEvents] };

const finished = answered('failing');
const again: Deed = ({ desk }) => desk.request('anybody', {});
const tooOld: Deed = (_, as) => sweep(as('system'), { staleAfterMs: 0 });

/** What writes each event that somebody must be told about. */
const writing: [string, Prepare, Deed][] = [
  ['run.started', nothing, again],
  ['task.opened', nothing, again],
  ['run.finished', undoable, deeds.apply],
  ['decision.final', undoable, deeds.apply],
  ['decision.undone', undoable, deeds.undo],
  ['task.decided', asked, deeds.approve],
  ['task.reassigned', asked, deeds.reassign],
  ['task.reminded', asked, deeds.remind],
  ['task.escalated', asked, deeds.escalate],
  ['task.expired', asked, deeds.expire],
  ['task.canceled', asked, deeds.cancel],
  ['task.renewed', asked, deeds.release],
  ['task.unanswerable', orphaned, deeds.standIn],
  ['task.answerable', stoodIn, deeds.standDown],
  ['task.stale', asking('event'), tooOld],
  ['decision.revised', finished, deeds.reopen],
  ['run.lost', asked, deeds.lose],
  ['run.hanging', hanging, deeds.markHanging],
  ['link.used', places.link, deskDeeds.answerByLink],
  ['link.code_sent', places.linkWithCode, deskDeeds.mailCode],
  ['delivery.retried', places.stuckMessage, deskDeeds.retryMessages],
  ['webhook.resumed', places.pausedHook, deskDeeds.resumeHook],
  ['webhook.tested', places.hook, deskDeeds.testHook],
  ['webhook.redelivered', places.deliveredHook, deskDeeds.redeliver],
];

/**
 * Only written when the engine, its store or another program fails during a drive; those tests check the log
 * themselves.
 */
const onlyInTrouble = ['run.unreadable', 'outbox.stuck', 'decision.answered_outside'];

const contexts =
  (desk: TestDesk) =>
  (who: Person | 'system', aheadMs = 0): Context => ({
    ...desk.as(who),
    clock: { now: () => new Date(desk.clock.now().getTime() + aheadMs) },
  });

/** What was queued for the events since `seq`, by the tables of pending messages. */
async function owedFor(desk: TestDesk, seq: number) {
  while (await collectNotifications(desk));
  const [endpoint] = await desk.db.select().from(webhookEndpoints).orderBy(asc(webhookEndpoints.createdAt));
  await recordDeliveries(desk.as('system'), endpoint!, 'https://desk.example');
  const told = await desk.db.select({ id: notifications.id }).from(notifications);
  const sent = await desk.db.select().from(webhookDeliveries).where(gt(webhookDeliveries.seq, seq));
  return {
    people: new Set(told.map(({ id }) => id)),
    programs: new Set(sent.map((one) => `${one.seq}:${one.type}`)),
  };
}

describe('every event in the table', () => {
  test.each(writing)('is told: %s, just because the verb wrote it', async (verb, prepare, deed) => {
    const desk = await deskForTest(contested);
    await createEndpoint(desk.as('admin'), hook, thisMachine());
    const scene = await prepare(desk);
    const [last] = await desk.db.select({ seq: max(auditEvents.seq) }).from(auditEvents);
    const seq = last?.seq ?? 0;
    const written = new Set<string>();
    await notingEvents(written, () => deed(scene, contexts(desk)));

    const events = await desk.db.select().from(auditEvents).where(gt(auditEvents.seq, seq));
    expect(events.map((event) => event.verb)).toContain(verb);
    // So that the request it happened in delivers it after its response.
    expect(written).toEqual(new Set(events.map((event) => event.verb)));
    expect(mustBeTold(verb)).toBe(true);

    const { people, programs } = await owedFor(desk, seq);
    for (const event of events) {
      const ids = notificationsOf(event, null, null).map(({ id }) => id);
      expect(ids.filter((id) => !people.has(id))).toEqual([]);
      const types = tellingOf(event.verb).webhooks?.(factsOf(event.data)) ?? [];
      expect(types.filter((type) => !programs.has(`${event.seq}:${type}`))).toEqual([]);
    }
  });

  test('includes every verb that somebody is told about', () => {
    const tried = new Set([...writing.map(([verb]) => verb), ...onlyInTrouble]);
    expect(Object.keys(eventTable).filter((verb) => mustBeTold(verb) && !tried.has(verb))).toEqual([]);
  });
});

describe('routes', () => {
  const source = (file: string) => readFileSync(path.join(root, file), 'utf8');

  test('tell nobody, except the one that sweeps', () => {
    const routes = globSync('app/**/{route.ts,page.tsx}', { cwd: root });
    const telling = routes.filter((file) =>
      /\/(tell-people|tell-written|drain-notifications|deliver-webhooks)'/.test(source(file)),
    );
    expect(telling).toEqual(['app/api/cron/recover/route.ts']);
  });

  test('cannot miss an event: only one file writes to the audit log', () => {
    const files = globSync('{app,lib,db}/**/*.ts', { cwd: root }).filter((file) => !file.includes('.test.'));
    const writers = files.filter((file) =>
      /(insert\(|insertWhere\([^,]*,\s*|insert into \$\{)auditEvents/.test(source(file)),
    );
    expect(writers).toEqual(['lib/journal/audit.ts']);
  });
});
