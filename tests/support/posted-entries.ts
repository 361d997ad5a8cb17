const unescape = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The attributes of one tag as React's static markup writes them. */
export const attributes = (tag: string) =>
  new Map(
    [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescape(value)]),
  );

/** What a browser would post from a form's static markup, with scripting on or off. */
export function postedEntries(html: string, { scripting = true } = {}): [string, string][] {
  const page = scripting ? html.replace(/<noscript>.*?<\/noscript>/gs, '') : html;
  const controls = /<input[^>]*>|<textarea([^>]*)>(.*?)<\/textarea>|<select([^>]*)>(.*?)<\/select>/gs;
  return [...page.matchAll(controls)].flatMap(
    ([tag, area, text = '', select, options = '']): [string, string][] => {
      const own = attributes(area ?? select ?? tag);
      const name = own.get('name');
      if (name === undefined || own.has('disabled')) return [];
      if (area !== undefined) return [[name, unescape(text).replace(/^\n/, '')]];
      if (select !== undefined) {
        const all = [...options.matchAll(/<option([^>]*)>/g)].map(([, option = '']) => attributes(option));
        return [[name, (all.find((option) => option.has('selected')) ?? all[0])?.get('value') ?? '']];
      }
      if (['checkbox', 'radio'].includes(own.get('type') ?? '') && !own.has('checked')) return [];
      return [[name, own.get('value') ?? '']];
    },
  );
}

/** The non-blank text nodes of static markup. */
export const textNodes = (html: string): string[] =>
  html
    .split(/<[^>]*>/)
    .map((text) => unescape(text))
    .filter((text) => text.trim() !== '');
