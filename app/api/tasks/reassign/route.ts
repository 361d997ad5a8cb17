import { serve } from '@/lib/api/http/serve';
import { taskOperations } from '@/lib/api/operations/tasks';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = serve(taskOperations.reassignTasks);
