import { eq } from 'drizzle-orm';
import { apiKeys, deliveries, webhookEndpoints } from '@/db/schema';
import { grantDeciding, revokeApiKey } from '@/lib/accounts/keys/change-api-key';
import { createApiKey, maxKeys } from '@/lib/accounts/keys/create-api-key';
import type { Context } from '@/lib/people/context';
import { decideByLink } from '@/lib/tell/links/decide-by-link';
import { createLinks } from '@/lib/tell/links/create-link';
import { linkCode, confirmationOf, sendLinkCode } from '@/lib/tell/links/link-code';
import { openLink, type LinkContext } from '@/lib/tell/links/open-link';
import { switchLinks } from '@/lib/tell/links/switch-links';
import { chooseNotifications } from '@/lib/tell/messages/choose-notifications';
import { retryDeliveries } from '@/lib/tell/messages/retry-deliveries';
import { createEndpoint, maxEndpoints } from '@/lib/tell/webhooks/create-endpoint';
import { deleteEndpoint } from '@/lib/tell/webhooks/delete-endpoint';
import { pauseEndpoint, resumeEndpoint } from '@/lib/tell/webhooks/pause-endpoint';
import { redeliver } from '@/lib/tell/webhooks/redeliver';
import { rotateSecret } from '@/lib/tell/webhooks/rotate-secret';
import { sendTest } from '@/lib/tell/webhooks/send-test';
import { updateEndpoint } from '@/lib/tell/webhooks/update-endpoint';
import { asking, type Deed, type Prepare, type Scene } from './contested';
import { actor, type TestDesk } from './desk';
import { thisMachine } from './webhook-receiver';

const secrets = [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }];
const hookInput = { name: 'Ledger', url: 'http://127.0.0.1:9/hooks', events: ['run.started'] };
const keyInput = { name: 'Robot', scopes: ['tasks:read'] };

/** Prepares something beside an open question; `thing`: the key, webhook or link the deeds are about. */
const beside =
  (prepare: (scene: Scene) => Promise<string>, workflowId = 'answering'): Prepare =>
  async (desk) => {
    const scene = await asking(workflowId)(desk);
    return { ...scene, thing: await prepare(scene) };
  };
const thingOf = ({ thing }: Scene): string => {
  if (thing === undefined) throw new Error('the scene was prepared without what this deed is about');
  return thing;
};

async function addHook(desk: TestDesk): Promise<string> {
  return (await createEndpoint(desk.as('admin'), hookInput, thisMachine())).endpoint.endpointId;
}

const linkTo = async ({ desk, task }: Scene): Promise<string> =>
  (await createLinks({ ...desk, secrets }, task, actor('manager').id)).get('approve')!.replace('/links/', '');

const byLink = ({ db, engine, clock }: Context): LinkContext => ({
  db,
  engine,
  clock,
  secrets,
  viewerId: null,
  from: { address: '192.0.2.7', agent: 'Test browser' },
});

/** The scenes for the deeds in this file. */
export const places = {
  hook: beside(({ desk }) => addHook(desk)),
  pausedHook: beside(async ({ desk }) => {
    const id = await addHook(desk);
    await pauseEndpoint(desk.as('admin'), id);
    return id;
  }),
  deliveredHook: beside(async ({ desk }) => {
    const id = await addHook(desk);
    await sendTest(desk.as('admin'), id, 'https://desk.example');
    return id;
  }),
  roomForOneHook: beside(async ({ desk }) => {
    const id = await addHook(desk);
    const [one] = await desk.db.select().from(webhookEndpoints);
    const others = Array.from({ length: maxEndpoints - 2 }, (_, nth) => ({ ...one!, id: `whk_${nth}` }));
    await desk.db.insert(webhookEndpoints).values(others);
    return id;
  }),
  key: beside(async ({ desk }) => (await createApiKey(desk.as('manager'), keyInput)).keyId),
  roomForOneKey: beside(async ({ desk }) => {
    const { keyId } = await createApiKey(desk.as('manager'), keyInput);
    const [one] = await desk.db.select().from(apiKeys);
    const others = Array.from({ length: maxKeys - 2 }, (_, nth) => ({
      ...one!,
      id: `key_${nth}`,
      key: `${nth}`,
    }));
    await desk.db.insert(apiKeys).values(others);
    return keyId;
  }),
  stuckMessage: beside(async ({ desk, runId, task }) => {
    const now = desk.clock.now();
    await desk.db.insert(deliveries).values({
      id: 'a-message',
      notificationId: 'a-notification',
      kind: 'task',
      userId: actor('manager').id,
      channel: 'mail',
      runId,
      taskId: task.id,
      state: 'stuck',
      attempts: 20,
      dueAt: now,
      createdAt: now,
      settledAt: now,
    });
    return 'a-message';
  }),
  link: beside(linkTo),
  linkWithCode: beside(linkTo, 'coded'),
  mailedCode: beside(async (scene) => {
    const token = await linkTo(scene);
    await sendLinkCode(await openLink(byLink(scene.desk.as('system')), token));
    return token;
  }, 'coded'),
} satisfies Record<string, Prepare>;

const change =
  (input: object): Deed =>
  (scene, as) =>
    updateEndpoint(as('admin'), thingOf(scene), input, thisMachine());

const choose =
  (input: object): Deed =>
  (_, as) =>
    chooseNotifications(as('manager'), input, ['mail', 'slack']);

/** What people do to the desk besides its runs, through the verbs. */
export const deskDeeds = {
  addHook: (_, as) => createEndpoint(as('admin'), hookInput, thisMachine()),
  renameHook: change({ name: 'The ledger' }),
  tellHookMore: change({ events: ['run.started', 'run.failed'] }),
  pauseHook: (scene, as) => pauseEndpoint(as('admin'), thingOf(scene)),
  resumeHook: (scene, as) => resumeEndpoint(as('admin'), thingOf(scene)),
  deleteHook: (scene, as) => deleteEndpoint(as('admin'), thingOf(scene)),
  rotateSecret: (scene, as) => rotateSecret(as('admin'), thingOf(scene)),
  testHook: (scene, as) => sendTest(as('admin'), thingOf(scene), 'https://desk.example'),
  redeliver: async (scene, as) => {
    const sent = await scene.desk.db.query.webhookDeliveries.findFirst();
    return redeliver(as('operator'), thingOf(scene), sent?.id ?? '');
  },
  addKey: (_, as) => createApiKey(as('manager'), keyInput),
  grantKey: (scene, as) => grantDeciding(as('admin'), thingOf(scene)),
  endKey: (scene, as) => revokeApiKey(as('manager'), thingOf(scene)),
  endKeyAsAdmin: (scene, as) => revokeApiKey(as('admin'), thingOf(scene)),
  chooseMail: choose({ task: ['mail'] }),
  chooseNothing: choose({ task: [] }),
  retryMessages: (_, as) => retryDeliveries(as('operator'), {}),
  retryMessage: (scene, as) => retryDeliveries(as('admin'), { ids: [thingOf(scene)] }),
  linksOff: (_, as) => switchLinks(as('admin'), { off: ['*'] }),
  linksOn: (_, as) => switchLinks(as('admin'), { off: [] }),
  answerByLink: async (scene, as) => {
    const by = byLink(as('system'));
    const link = await openLink(by, thingOf(scene));
    const given = { outcome: 'approve', confirmation: confirmationOf(link.claims.id) };
    return decideByLink(by, thingOf(scene), link, given);
  },
  mailCode: async (scene, as) => sendLinkCode(await openLink(byLink(as('system')), thingOf(scene))),
  answerByCode: async (scene, as) => {
    const by = byLink(as('system'));
    const link = await openLink(by, thingOf(scene));
    const mailed = await scene.desk.db.query.linkCodes.findFirst();
    const code = linkCode(secrets[0]!, link.claims.id, mailed?.nonce ?? '');
    return decideByLink(by, thingOf(scene), link, { outcome: 'approve', code });
  },
  /** As when it has been failing for days. */
  switchHookOff: (scene) =>
    scene.desk.db
      .update(webhookEndpoints)
      .set({ state: 'off' })
      .where(eq(webhookEndpoints.id, thingOf(scene))),
} satisfies Record<string, Deed>;
