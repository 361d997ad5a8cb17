import { describe, expect, test } from 'vitest';
import { afterwards, answered, asking, interleave, stuck, type Prepare } from './support/contested';
import { deeds, withKey } from './support/deeds';

type Name = keyof typeof deeds;

const asked = asking('answering');
const askedByKey: Prepare = async (desk) => withKey(await asked(desk));

/** For each deed: where it is done, and whoever may come between its statements. */
const contests: [Name, string, Prepare, Name[]][] = [
  ['approve', 'an open question', asked, ['cancel', 'expire', 'reject', 'release', 'reassign']],
  ['approve', 'a question that ends its run', asking('ending'), ['expire']],
  ['cancel', 'an open question', asked, ['approve', 'expire', 'cancelAsOperator']],
  ['cancel', 'an answered question', answered('answering'), ['takeBack', 'goBack']],
  ['expire', 'a question that answers itself', asked, ['approve', 'cancel', 'expire']],
  ['expire', 'a question that ends its run', asking('ending'), ['approve', 'cancel', 'expire', 'reassign']],
  ['remind', 'an open question', asked, ['approve', 'cancel', 'expire', 'remind']],
  ['escalate', 'an open question', asked, ['approve', 'cancel', 'expire', 'reassign', 'escalate']],
  ['reassign', 'an open question', asked, ['approve', 'cancel', 'expire', 'reassignToOne', 'escalate']],
  ['release', 'an open question', asked, ['approve', 'cancel']],
  ['takeBack', 'an answered question', answered('answering'), ['takeBack', 'cancelAsOperator', 'goBack']],
  ['goBack', 'an answered question', answered('answering'), ['takeBack', 'goBack']],
  ['restart', 'a failed run', answered('failing'), ['restart', 'rebuild', 'goBack']],
  ['rebuild', 'a failed run', answered('failing'), ['restart', 'rebuild', 'takeBack']],
  ['retry', 'a run that is stuck', stuck, ['retryAsAdmin', 'cancel']],
  ['signal', 'a wait for it', asking('event'), ['cancel', 'signal']],
  ['check', 'a wait for a check', asking('check'), ['cancel', 'check']],
];

describe.each(contests)('%s, of %s', (deed, _, prepare, rivals) => {
  test.each(rivals)('while %s happens', async (rival) => {
    const { was, should } = await interleave(prepare, deeds[deed], deeds[rival]);
    expect(was).toEqual(should);
  });
});

test.each<[Name, Name, Prepare]>([
  ['approve', 'leaveGroup', asked],
  ['approve', 'closeAccount', asking('anybody')],
  ['approve', 'loseRole', asking('anybody')],
  ['approve', 'endTime', asked],
  ['approve', 'becomeRequester', asked],
  ['approveByKey', 'revokeKey', askedByKey],
])('%s, with a right that ends meanwhile: %s', async (deed, rival, prepare) => {
  const rules = { apart: true, otherFirst: true };
  const { was, should } = await interleave(prepare, deeds[deed], deeds[rival], rules);
  expect(should).toMatchObject({ deed: 'refused' });
  expect(was).toEqual(should);
});

const settling: [Name, Name[]][] = [
  ['reject', ['approve', 'expire', 'remind', 'escalate', 'reassign']],
  ['cancel', ['approve', 'expire', 'remind', 'escalate', 'reassign']],
  ['expire', ['approve', 'expire', 'remind', 'escalate', 'reassign']],
  ['lose', ['approve', 'remind', 'escalate']],
];

describe.each(settling)('once %s is done', (first, others) => {
  test.each(others)('%s is refused, and changes nothing', async (second) => {
    const done = await afterwards(asking('ending'), deeds[first], deeds[second]);
    expect(done).toEqual({ first: 'done', was: done.was, second: 'refused', is: done.was });
  });
});
