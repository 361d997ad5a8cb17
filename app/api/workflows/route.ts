import { serve } from '@/lib/api/http/serve';
import { runOperations } from '@/lib/api/operations/runs';

export const GET = serve(runOperations.listWorkflows);
