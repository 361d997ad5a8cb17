import { serve } from '@/lib/api/http/serve';
import { operatorOperations } from '@/lib/api/operations/operators';

export const GET = serve(operatorOperations.listFindings);
