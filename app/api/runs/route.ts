import { serve } from '@/lib/api/http/serve';
import { runOperations } from '@/lib/api/operations/runs';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const GET = serve(runOperations.listRuns);
export const POST = serve(runOperations.startRun);
