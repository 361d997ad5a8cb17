import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { listWorkflows } from '@/lib/desk/runs/list-workflows';

export const GET = route(async (request: Request) => Response.json(listWorkflows(await apiContext(request))));
