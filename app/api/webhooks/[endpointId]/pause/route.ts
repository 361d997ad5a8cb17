import { serve } from '@/lib/api/http/serve';
import { webhookOperations } from '@/lib/api/operations/webhooks';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = serve(webhookOperations.pauseWebhook);
