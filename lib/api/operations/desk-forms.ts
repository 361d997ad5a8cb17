import { notificationKinds } from '@/db/enums';
import { served } from '@/lib/api/http/served';
import { everywhere } from '@/lib/tell/links/create-link';
import { switchLinks, switchLinksInput } from '@/lib/tell/links/switch-links';
import { chooseNotifications, chooseNotificationsInput } from '@/lib/tell/messages/choose-notifications';
import { retryDeliveries, retryDeliveriesInput } from '@/lib/tell/messages/retry-deliveries';

const textsOf = (fields: FormData, name: string) => fields.getAll(name).map(String);

/** Form posts of the desk's pages. They are served like calls of the API, but are not in its document. */
export const deskForms = {
  /**
   * Stores which notifications the signed-in person gets, and where: `{task: ["mail"], …}`. The form sends the kinds
   * it showed.
   */
  chooseNotifications: served({
    method: 'post',
    path: '/settings/notifications',
    body: chooseNotificationsInput,
    run: (ctx, { body }) => chooseNotifications(ctx, body),
    answers: [{ status: 200 }],
    form: {
      back: () => '/settings',
      read: (fields) => {
        const shown = notificationKinds.filter((kind) => fields.getAll('kind').includes(kind));
        return Object.fromEntries(shown.map((kind) => [kind, textsOf(fields, kind)]));
      },
      next: () => '/settings?saved=messages',
    },
  }),
  /** Stores where links may decide. The form sends every switch it showed, and those that are on. */
  switchLinks: served({
    method: 'post',
    path: '/settings/links',
    body: switchLinksInput,
    run: async (ctx, { body }) => {
      const off = await switchLinks(ctx, body);
      return { on: !off.includes(everywhere), off: off.filter((scope) => scope !== everywhere) };
    },
    answers: [{ status: 200 }],
    form: {
      back: () => '/settings',
      read: (fields) => {
        const on = textsOf(fields, 'on');
        return { off: textsOf(fields, 'shown').filter((scope) => !on.includes(scope)) };
      },
      next: () => '/settings?saved=links',
    },
  }),
  /** Retries messages that stopped retrying: those of `{ids}`, or all. */
  retryDeliveries: served({
    method: 'post',
    path: '/operations/deliveries/retry',
    body: retryDeliveriesInput,
    run: async (ctx, { body }) => ({ retried: await retryDeliveries(ctx, body) }),
    answers: [{ status: 202 }],
    form: {
      back: () => '/operations/deliveries',
      read: (fields) => {
        const ids = textsOf(fields, 'id');
        return ids.length > 0 ? { ids } : {};
      },
      next: () => '/operations/deliveries',
    },
  }),
};
