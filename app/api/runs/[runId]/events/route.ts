import { serve } from '@/lib/api/http/serve';
import { runOperations } from '@/lib/api/operations/runs';

/** Seconds, on a serverless host. The stream closes before that. */
export const maxDuration = 300;

export const GET = serve(runOperations.followRun);
