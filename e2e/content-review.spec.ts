import { effectsOf } from './support/effects';
import { expect, nameOf, test } from './support/fixtures';

test('the editor asks for changes, the author revises, the second round is approved, and the timeline shows both rounds', async ({
  as,
  desk,
}) => {
  const { page: author } = await as('requester');
  await author.goto('/new/content-review');
  await author.getByRole('textbox', { name: 'Headline' }).fill('Desk opens soon');
  await author
    .getByRole('textbox', { name: 'Text' })
    .fill('The new desk opens some day. Everybody is welcome.');
  await author.getByRole('radio', { name: 'Staff' }).check();
  await author.getByRole('button', { name: 'Send request' }).click();
  await expect(author.getByText('Waiting for Managers', { exact: true })).toBeVisible();
  const runPage = author.url();
  const runId = new URL(runPage).pathname.split('/')[2] ?? '';

  const { page: editor } = await as('manager');
  await editor.goto('/inbox');
  await editor.getByRole('link', { name: 'Review “Desk opens soon”' }).click();
  await expect(editor.getByRole('heading', { level: 2, name: 'Review “Desk opens soon”' })).toBeVisible();
  const feedback = editor.getByRole('textbox', { name: 'Feedback for the author' });
  await editor.getByRole('button', { name: 'Request changes' }).click();
  await expect(feedback).toBeFocused();
  await expect(editor.getByText('Say why, then press Request changes again')).toBeVisible();
  await feedback.fill('Say on which day.');
  await editor.getByRole('button', { name: 'Request changes' }).click();
  await expect(editor.getByRole('dialog', { name: 'Changes requested' })).toBeVisible();

  await author.goto('/inbox');
  await author.getByRole('link', { name: 'Revise “Desk opens soon”' }).click();
  const headline = author.getByRole('textbox', { name: 'Headline' });
  const text = author.getByRole('textbox', { name: 'Text' });
  await expect(author.getByRole('region', { name: 'What it is about' })).toContainText('Say on which day.');
  await expect(headline).toHaveValue('Desk opens soon');
  await expect(text).toHaveValue('The new desk opens some day. Everybody is welcome.');
  await headline.fill('Desk opens on Monday');
  await text.fill('The new desk opens on Monday. Everybody is welcome.');
  await author.getByRole('button', { name: 'Send for review' }).click();
  await expect(author.getByRole('dialog', { name: 'Sent for review' })).toBeVisible();

  await editor.goto('/inbox');
  await editor.getByRole('link', { name: 'Review “Desk opens on Monday” again' }).click();
  await expect(editor.getByRole('region', { name: 'What it is about' })).toContainText(
    'The new desk opens on Monday.',
  );
  await expect(editor.getByRole('region', { name: 'Decided so far' })).toContainText('Say on which day.');
  await editor.getByRole('button', { name: 'Approve' }).click();
  await expect(editor.getByRole('dialog', { name: 'Approved' })).toBeVisible();

  await author.goto(runPage);
  const result = author.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Published');
  await expect(result).toContainText('Desk opens on Monday');
  const first = author.getByRole('region', { name: 'Round 1' });
  await expect(first).toContainText('Request changes');
  await expect(first).toContainText('Say on which day.');
  await expect(first).toContainText('Send for review');
  await expect(first).toContainText(nameOf('requester'));
  const second = author.getByRole('region', { name: 'Round 2' });
  await expect(second).toContainText('Approve');
  await expect(second).toContainText(nameOf('manager'));
  await expect(author.getByRole('region', { name: /^Round/ })).toHaveCount(2);
  expect(await effectsOf(desk, runId)).toEqual(['publish ×1']);
});

test('an answer to the first round that arrives during the second is refused and changes nothing', async ({
  api,
  desk,
}) => {
  const author = await api('requester');
  const editor = await api('manager');
  const { runId } = await author.start('content-review', {
    headline: 'Two rounds',
    body: 'The text of the first round.',
    audience: 'staff',
  });
  const first = await editor.taskOf(runId);
  expect(
    (await editor.decide(first, { outcome: 'request_changes', comment: 'Longer, please.' })).status(),
  ).toBe(200);
  const revision = await author.taskOf(runId);
  expect(
    (
      await author.decide(revision, {
        resumeData: { headline: 'Two rounds', body: 'The text of the second round.' },
      })
    ).status(),
  ).toBe(200);
  const second = await editor.taskOf(runId);
  expect(second.taskId).not.toBe(first.taskId);
  expect(second.payloadDigest).not.toBe(first.payloadDigest);

  const late = await editor.decide(first, { outcome: 'approve' });
  expect(late.status()).toBe(409);
  expect(await late.json()).toMatchObject({ code: 'conflict', outcomeLabel: 'Request changes' });
  const mixedUp = await editor.decide(
    { taskId: second.taskId, payloadDigest: first.payloadDigest },
    { outcome: 'approve' },
  );
  expect(mixedUp.status()).toBe(409);
  expect(await mixedUp.json()).toMatchObject({ code: 'stale', payloadDigest: second.payloadDigest });
  expect((await editor.task(second.taskId)).state).toBe('open');
  expect(await effectsOf(desk, runId)).toEqual([]);
});
