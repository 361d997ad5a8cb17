import { route } from '@/lib/api/http/route';
import { checkReadiness } from '@/lib/process/readiness';

/** Ready: both stores answer and the app database has this version's schema. */
export const GET = route(async () => {
  await checkReadiness();
  return Response.json({ status: 'ready' });
});
