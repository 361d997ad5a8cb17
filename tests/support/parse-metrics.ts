const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]?Inf|[+-]?[\d.]+(?:e[+-]?\d+)?)$/i;
const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

function readLabels(text: string): Record<string, string> {
  const found = [...text.matchAll(label)];
  if (found.map(([whole]) => whole).join('') !== text) throw new Error(`not a list of labels: ${text}`);
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

/**
 * A strict parser for the Prometheus text format (0.0.4): every sample has a type declared before it, and
 * occurs once.
 */
export function parseMetrics(text: string) {
  const types: Record<string, string> = {};
  const samples = new Map<string, number>();
  const key = (name: string, labels: Record<string, string>) =>
    JSON.stringify([name, Object.entries(labels).toSorted()]);
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, what, about = '', words = ''] = comment.exec(line) ?? [];
    if (what === 'TYPE') types[about] = words;
    if (what) continue;
    const [, name = '', labels = '', value = ''] = sample.exec(line) ?? [];
    const family = [name, name.replace(/_(bucket|sum|count)$/, '')].find((one) => one in types);
    if (!family) throw new Error(`not a sample of a known type: ${line}`);
    const at = key(name, readLabels(labels));
    if (samples.has(at)) throw new Error(`twice: ${line}`);
    samples.set(at, Number(value.replace(/inf/i, 'Infinity')));
  }
  return {
    types,
    value: (name: string, labels: Record<string, string> = {}) => samples.get(key(name, labels)),
  };
}
