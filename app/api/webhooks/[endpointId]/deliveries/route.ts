import { serve } from '@/lib/api/http/serve';
import { webhookOperations } from '@/lib/api/operations/webhooks';

export const GET = serve(webhookOperations.listDeliveries);
