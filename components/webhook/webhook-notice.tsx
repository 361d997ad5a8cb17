import { ProblemNotice } from '@/components/ui/problem-notice';
import { webhookTexts } from '@/lib/base/texts/webhooks';
import type { WebhookEndpoint } from '@/lib/tell/webhooks/types';

const texts = webhookTexts.notices;

/** Why nothing is sent or accepted, and what to do. */
export function WebhookNotice({
  endpoint: { state, offReason, failingSince },
}: {
  endpoint: WebhookEndpoint;
}) {
  if (state === 'off') return <ProblemNotice tone="warning" {...texts[offReason ?? 'failing']} />;
  if (state === 'paused') return <ProblemNotice tone="info" {...texts.paused} />;
  return failingSince ? <ProblemNotice tone="warning" {...texts.tried} /> : null;
}
