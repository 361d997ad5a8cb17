import { env } from '@/lib/base/env';
import { openSlack, type SlackApi } from './slack-api';

/** Slack shows an error to the person unless it gets a response within three seconds. */
const timeoutMs = 2_500;

const holder = globalThis as typeof globalThis & { countersignSlack?: SlackApi };

/** Slack as this desk is configured for it; null when it is not. */
export function deskSlack(): SlackApi | null {
  const { slack } = env();
  return slack && (holder.countersignSlack ??= openSlack(slack, timeoutMs));
}
