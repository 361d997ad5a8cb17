import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { deskForTest } from '@/tests/support/desk';
import { awaitedPairs } from './match-kept-signals';

test('a sweep starts from the tasks that wait for signals, not from all kept signals', async () => {
  const desk = await deskForTest();
  await desk.db
    .run(sql`insert into signals (id, name, key, actor_kind, actor_id, actor_name, channel, created_at)
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 1999)
    select 'sig_' || i, 'ci.finished', 'k' || i, 'user', 'u', 'U', 'api', ${desk.clock.now().getTime()} from n`);
  await desk.db.run(sql`analyze`);
  const { sql: text, params } = awaitedPairs(desk).toSQL();
  const { rows } = await desk.db.$client.execute({
    sql: `explain query plan ${text}`,
    args: params as (string | number)[],
  });
  const looks = rows.map(({ detail }) => String(detail)).filter((step) => /\b(tasks|signals)\b/.test(step));
  expect(looks).toEqual([
    expect.stringMatching(/^(SCAN|SEARCH) tasks USING INDEX tasks_(open_kinds|signal)\b/),
    expect.stringMatching(/^SEARCH signals USING COVERING INDEX signals_kept \(name=\? AND key=\?/),
  ]);
});
