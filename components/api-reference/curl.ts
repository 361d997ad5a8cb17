import type { oas31 } from 'zod-openapi';

const secrets: Record<string, string> = {
  apiKey: '$COUNTERSIGN_KEY',
  cronSecret: '$CRON_SECRET',
  metricsToken: '$METRICS_TOKEN',
};

/** `{runId}` as a shell variable, `$RUN_ID`. */
const shellPath = (path: string) =>
  path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `$${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
  );

/** A call as typed in a shell. A session is a cookie jar, and its writes send this site's Origin. */
export function curl(
  site: string,
  method: string,
  path: string,
  { security = [], requestBody }: oas31.OperationObject,
): string {
  const scheme = security.map((one) => Object.keys(one)[0] ?? '').find((one) => one in secrets);
  const content =
    requestBody && 'content' in requestBody ? requestBody.content['application/json'] : undefined;
  const cookie = scheme === undefined && (security.length > 0 || path.startsWith('/api/auth/'));
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"${site}${shellPath(path)}"`,
    ...(scheme ? [`-H "Authorization: Bearer ${secrets[scheme]}"`] : []),
    ...(cookie
      ? [
          `-b cookies.txt${path.startsWith('/api/auth/') ? ' -c cookies.txt' : ''}`,
          ...(method === 'get' ? [] : [`-H "Origin: ${site}"`]),
        ]
      : []),
    ...(content
      ? [
          '-H "Content-Type: application/json"',
          `-d '${JSON.stringify(content.example, null, 2).replaceAll('\n', '\n  ')}'`,
        ]
      : []),
  ];
  return lines.join(' \\\n  ');
}
