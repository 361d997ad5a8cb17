import { serve } from '@/lib/api/http/serve';
import { deskForms } from '@/lib/api/operations/desk-forms';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = serve(deskForms.switchLinks);
