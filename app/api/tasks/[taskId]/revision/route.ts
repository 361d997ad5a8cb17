import { serve } from '@/lib/api/http/serve';
import { taskOperations } from '@/lib/api/operations/tasks';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const GET = serve(taskOperations.previewRevision);
export const POST = serve(taskOperations.reviseDecision);
