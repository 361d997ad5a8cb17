import { nonceHeader } from '@/lib/accounts/sign-in/request-headers';

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:28rem;margin:0 auto;padding:6rem 1rem;text-align:center}h1{font-size:1.25rem;line-height:1.3}a{color:inherit}`;

/**
 * A page with one message and any status: Next's own pages can only answer 200, 401, 403 and 404. It needs no
 * script and loads nothing.
 */
export function plainPage(
  request: Request,
  {
    status,
    title,
    body,
    link,
  }: { status: number; title: string; body: string; link?: { href: string; label: string } },
): Response {
  const nonce = escape(request.headers.get(nonceHeader) ?? '');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${escape(title)}</title><style nonce="${nonce}">${style}</style></head><body><main><h1>${escape(title)}</h1><p>${escape(body)}</p>${link ? `<p><a href="${escape(link.href)}">${escape(link.label)}</a></p>` : ''}</main></body></html>`;
  return new Response(html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
