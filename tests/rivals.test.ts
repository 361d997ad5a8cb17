import { describe, expect, test } from 'vitest';
import {
  afterwards,
  answered,
  asking,
  interleave,
  stuck,
  waitingAgain,
  type Prepare,
} from './support/contested';
import { deeds, hanging, orphaned, signalled, stoodIn, undoable, withKey } from './support/deeds';
import { deskDeeds, places } from './support/desk-deeds';

type Name = keyof typeof deeds;

const asked = asking('answering');
const askedByKey: Prepare = async (desk) => withKey(await asked(desk));

/** For each deed: its scene, and the rivals that may act between its statements. */
const contests: [Name, string, Prepare, Name[]][] = [
  ['approve', 'an open question', asked, ['cancel', 'expire', 'reject', 'release', 'reassign']],
  ['approve', 'a question that ends its run', asking('ending'), ['expire']],
  ['cancel', 'an open question', asked, ['approve', 'expire', 'cancelAsOperator']],
  ['cancel', 'an answered question', answered('answering'), ['reopen', 'rewind']],
  ['expire', 'a question that answers itself', asked, ['approve', 'cancel', 'expire']],
  ['expire', 'a question that ends its run', asking('ending'), ['approve', 'cancel', 'expire', 'reassign']],
  ['remind', 'an open question', asked, ['approve', 'cancel', 'expire', 'remind']],
  ['escalate', 'an open question', asked, ['approve', 'cancel', 'expire', 'reassign', 'escalate']],
  ['reassign', 'an open question', asked, ['approve', 'cancel', 'expire', 'reassignToOne', 'escalate']],
  ['release', 'an open question', asked, ['approve', 'cancel']],
  ['reopen', 'an answered question', answered('answering'), ['reopen', 'cancelAsOperator', 'rewind']],
  ['rewind', 'an answered question', answered('answering'), ['reopen', 'rewind']],
  [
    'reopen',
    'an answer before an open question',
    waitingAgain,
    ['approveOpen', 'approveOpenAndDrive', 'reopenAndDrive', 'cancelAndDrive'],
  ],
  [
    'rewind',
    'a run that waits again',
    waitingAgain,
    ['approveOpen', 'approveOpenAndDrive', 'reopenAndDrive', 'cancelAndDrive'],
  ],
  ['reopen', 'an answer before other work', answered('followed'), ['workAgain', 'beginPruning']],
  ['restart', 'a failed run', answered('failing'), ['restart', 'rebuild', 'rewind', 'restartAndDrive']],
  ['rebuild', 'a failed run', answered('failing'), ['restart', 'rebuild', 'reopen', 'restartAndDrive']],
  ['retry', 'a run that is stuck', stuck, ['retryAsAdmin', 'cancel']],
  ['signal', 'a wait for it', asking('event'), ['cancel', 'signal']],
  ['check', 'a wait for a check', asking('check'), ['cancel', 'check']],
  ['undo', 'an answer not applied yet', undoable, ['undo', 'apply', 'cancel']],
  ['apply', 'an answer that is just final', undoable, ['undo']],
  ['matchSignal', 'a kept signal', signalled, ['matchSignal', 'giveUpSignal', 'cancel']],
  ['markHanging', 'a run that nothing moves', hanging, ['markHanging', 'askAgain']],
  ['giveUpSignal', 'a kept signal', signalled, ['matchSignal', 'giveUpSignal']],
];

describe.each(contests)('%s, of %s', (deed, _, prepare, rivals) => {
  test.each(rivals)('while %s happens', async (rival) => {
    const { was, should } = await interleave(prepare, deeds[deed], deeds[rival]);
    expect(was).toEqual(should);
  });
});

type DeskName = keyof typeof deskDeeds;
const everything = { ...deeds, ...deskDeeds };

/** The same for deeds that change more than one run. */
const atTheDesk: [Name | DeskName, string, Prepare, (Name | DeskName)[]][] = [
  ['standIn', 'a question to an empty group', orphaned, ['standIn', 'joinGroup', 'reassign', 'cancel']],
  ['standDown', 'a question to operators', stoodIn, ['standDown', 'leaveGroup', 'reassign', 'cancel']],
  ['addHook', 'the last that there is room for', places.roomForOneHook, ['addHook', 'deleteHook']],
  ['renameHook', 'a webhook', places.hook, ['tellHookMore', 'deleteHook', 'pauseHook']],
  ['pauseHook', 'a webhook', places.hook, ['pauseHook', 'switchHookOff', 'deleteHook', 'renameHook']],
  ['resumeHook', 'a webhook', places.pausedHook, ['resumeHook', 'switchHookOff', 'deleteHook']],
  ['deleteHook', 'a webhook', places.hook, ['deleteHook', 'testHook']],
  ['rotateSecret', 'a webhook', places.hook, ['rotateSecret', 'deleteHook']],
  ['testHook', 'a webhook', places.hook, ['deleteHook', 'testHook']],
  ['redeliver', 'an event', places.deliveredHook, ['redeliver', 'pauseHook', 'deleteHook']],
  ['addKey', 'the last that there is room for', places.roomForOneKey, ['addKey', 'endKey']],
  ['grantKey', 'a key', places.key, ['grantKey', 'endKey']],
  ['endKey', 'a key', places.key, ['grantKey', 'endKeyAsAdmin']],
  ['chooseMail', 'what one is told', asked, ['chooseMail', 'chooseNothing']],
  ['retryMessages', 'a message', places.stuckMessage, ['retryMessage']],
  ['linksOff', 'all links', asked, ['linksOff', 'linksOn']],
  ['answerByLink', 'an open question', places.link, ['answerByLink', 'reject', 'cancel']],
  ['mailCode', 'a link', places.linkWithCode, ['mailCode', 'cancel']],
  ['answerByCode', 'an open question', places.mailedCode, ['reject']],
];

describe.each(atTheDesk)('%s, of %s', (deed, _, prepare, rivals) => {
  test.each(rivals)('while %s happens', async (rival) => {
    const { was, should } = await interleave(prepare, everything[deed], everything[rival], { apart: true });
    expect(was).toEqual(should);
  });
});

const ending: [Name | DeskName, Name | DeskName, Prepare][] = [
  ['answerByLink', 'linksOff', places.link],
  ['addKey', 'closeAccount', asked],
  ['approve', 'leaveGroup', asked],
  ['approve', 'closeAccount', asking('anybody')],
  ['approve', 'loseRole', asking('anybody')],
  ['approve', 'endTime', asked],
  ['approve', 'becomeRequester', asked],
  ['approveByKey', 'revokeKey', askedByKey],
];

test.each(ending)('%s, with a right that ends meanwhile: %s', async (deed, rival, prepare) => {
  const rules = { apart: true, otherFirst: true };
  const { was, should } = await interleave(prepare, everything[deed], everything[rival], rules);
  expect(should).toMatchObject({ deed: 'refused' });
  expect(was).toEqual(should);
});

const ends = asking('ending');
const settling: [Name, string, Prepare, Name[]][] = [
  ['reject', 'an open question', ends, ['approve', 'expire', 'remind', 'escalate', 'reassign']],
  ['cancel', 'an open question', ends, ['approve', 'expire', 'remind', 'escalate', 'reassign']],
  ['expire', 'an open question', ends, ['approve', 'expire', 'remind', 'escalate', 'reassign']],
  ['lose', 'an open question', ends, ['approve', 'expire', 'remind', 'escalate']],
  ['cancel', 'an answer not applied yet', undoable, ['undo']],
  ['apply', 'an answer that is just final', undoable, ['undo']],
  ['approveOpen', 'a run that waits again', waitingAgain, ['reopen', 'rewind']],
  ['joinGroup', 'a question to an empty group', orphaned, ['standIn']],
  ['reassign', 'a question to an empty group', orphaned, ['standIn']],
  ['cancel', 'a question to an empty group', orphaned, ['standIn']],
  ['leaveGroup', 'a question to operators', stoodIn, ['standDown']],
  ['reassign', 'a question to operators', stoodIn, ['standDown']],
  ['cancel', 'a question to operators', stoodIn, ['standDown']],
];

describe.each(settling)('once %s is done, of %s', (first, _, prepare, others) => {
  test.each(others)('%s is refused, and changes nothing', async (second) => {
    const done = await afterwards(prepare, deeds[first], deeds[second]);
    expect(done).toEqual({ first: 'done', was: done.was, second: 'refused', is: done.was });
  });
});

test('every deed is done in one of these, or by a rival', () => {
  const done = new Set(
    [...contests, ...atTheDesk, ...ending, ...settling].flat(2).filter((part) => typeof part === 'string'),
  );
  expect(Object.keys(everything).filter((name) => !done.has(name))).toEqual([]);
});
