import { serve } from '@/lib/api/http/serve';
import { taskOperations } from '@/lib/api/operations/tasks';

export const GET = serve(taskOperations.getTaskPayload);
