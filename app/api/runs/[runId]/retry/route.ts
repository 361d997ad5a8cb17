import { serve } from '@/lib/api/http/serve';
import { operatorOperations } from '@/lib/api/operations/operators';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const POST = serve(operatorOperations.retryRun);
