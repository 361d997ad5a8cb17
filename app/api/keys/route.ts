import { serve } from '@/lib/api/http/serve';
import { keyOperations } from '@/lib/api/operations/keys';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const GET = serve(keyOperations.listApiKeys);
export const POST = serve(keyOperations.createApiKey);
