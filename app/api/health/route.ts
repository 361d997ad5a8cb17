/** Alive: this process answers. Whether it can work is `/api/ready`. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
