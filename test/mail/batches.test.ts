// Mails with the links of a batch: each row's link to the row's address, some a minute, until the
// owner stops. Mails of the end of bulk changes of such cards.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Caller, callerOfMember, ownerOf } from '../../src/operations/access/caller.ts';
import { showBatch } from '../../src/operations/batches/batches.ts';
import { deleteBatch } from '../../src/operations/batches/change-batch.ts';
import { retryMailing, startMailing, stopMailing } from '../../src/operations/batches/mail-batch.ts';
import { listMails } from '../../src/operations/mails/mails.ts';
import { makeBulk, undoBulk } from '../../src/operations/segments/bulk-changes.ts';
import { addSegment } from '../../src/operations/segments/segments.ts';
import { takesLong } from '../../src/rules/segments/bulk-action.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { person } from '../fixtures/http/people.ts';
import { openMailingApp, type WithMail } from '../fixtures/mail/mail-server.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';
const MINUTE = 60_000;

let t: TestApp & WithMail;
let caller: Caller;
beforeEach(async () => {
  t = await openMailingApp();
  caller = ownerOf(t.owner);
});
afterEach(() => t.close());

/** A batch of so many rows, each with an address. */
async function made(rows: number, mode: 'links' | 'passes' = 'links'): Promise<string> {
  const psPassDescription = `Card of {${NAME}}`;
  const templateHash = await t.template(pointsTemplate({ additional: { note: '', psPassDescription } }));
  const lines = Array.from({ length: rows }, (_, at) => `Guest ${at},guest${at}@example.com`);
  const file = `${NAME},recoveryEmail\n${lines.join('\n')}\n`;
  const { batchId } = await t.call('batchCreate', { clientHash: t.clientHash, templateHash, mode, file });
  await t.deliver();
  return batchId;
}

/** Queues the mails that are due, then sends those that are. */
async function settle(): Promise<void> {
  await t.deliver();
  await t.deliver();
}

const mails = async (batch: string) => (await showBatch(t.app.context, caller, batch)).mails;
const recipients = () => t.smtp.received.flatMap(({ to }) => to).toSorted();

test('each row gets its own link, named by its own values, and the link makes the card when it is opened', async () => {
  const batch = await made(2);
  const issuer = { issuerId: '3388', clientEmail: 'wallet@example.com', privateKeyId: 'k', changedAt: t.now() };
  await t.app.context.store.setGoogleAccount({ accountId: t.owner.id, ...issuer, encryptedKey: new Uint8Array() });
  await startMailing(t.app.context, caller, batch, { rate: 60, language: 'de' });
  await settle();
  t.advance(MINUTE);
  await settle();
  expect(recipients()).toEqual(['guest0@example.com', 'guest1@example.com']);
  const { mail } = t.smtp.received.find(({ to }) => to[0] === 'guest1@example.com')!;
  expect(mail.subject).toContain('Card of Guest 1');
  expect(mail.text).toContain('Ihr Pass von Corner Bakery');
  const link = /http:\/\/passes\.test\/c\/[\w-]+/.exec(mail.text!)![0];
  const opened = await t.fetch(link.slice('http://passes.test'.length), { headers: { 'user-agent': 'Firefox' } });
  expect(opened.status).toBe(302);
  // A mail cannot know the phone, so the link has a button for each wallet.
  const google = /Zu Google Wallet hinzufügen:\nhttp:\/\/passes\.test(\S+)/.exec(mail.text!)![1]!;
  expect(google).toBe(`${link.slice('http://passes.test'.length)}?wallet=google`);
  const added = await t.fetch(google, { headers: { 'user-agent': 'Firefox' } });
  const [, hash] = /hashedSerialNumber=([\w-]+)/.exec(opened.headers.get('location')!)!;
  expect(added.headers.get('location')).toBe(`/pass/${hash}/google`);
  expect(await mails(batch)).toEqual({ queued: 0, sent: 2, failed: 0 });
  expect((await showBatch(t.app.context, caller, batch)).batch).toMatchObject({ mailState: 'done', opened: 1 });
  // A mail of a link has no pass, and the list of mails says so.
  expect(await listMails(t.app.context, null)).toMatchObject([
    { kind: 'row_link', hashedSerialNumber: null },
    { kind: 'row_link', hashedSerialNumber: null },
  ]);
});

test('cards that are made already are mailed with the link of the card', async () => {
  const batch = await made(1, 'passes');
  await startMailing(t.app.context, caller, batch, { rate: 60, language: null });
  await settle();
  expect(t.smtp.received[0]!.mail.text).toContain('/pass/create.php?hashedSerialNumber=');
});

test('no more go out a minute than was said, and what is not sent at a stop waits', async () => {
  const batch = await made(10);
  await startMailing(t.app.context, caller, batch, { rate: 3, language: null });
  await settle();
  expect(t.smtp.received).toHaveLength(1);
  t.advance(MINUTE - 1);
  await settle();
  expect(t.smtp.received).toHaveLength(3);
  t.advance(MINUTE);
  await settle();
  expect(t.smtp.received.length).toBeLessThanOrEqual(6);
  await stopMailing(t.app.context, caller, batch);
  t.advance(10 * MINUTE);
  await settle();
  expect(t.smtp.received).toHaveLength(6);
  expect(await mails(batch)).toEqual({ queued: 0, sent: 6, failed: 0 });
  expect((await showBatch(t.app.context, caller, batch)).batch.mailState).toBe('stopped');
  await startMailing(t.app.context, caller, batch, { rate: 600, language: null });
  for (let minute = 0; minute < 3; minute++) {
    await settle();
    t.advance(MINUTE);
  }
  await settle();
  expect(recipients()).toEqual(Array.from({ length: 10 }, (_, at) => `guest${at}@example.com`));
});

test('a refused mail is counted, and sent again on the owner’s word', async () => {
  const batch = await made(1);
  t.smtp.refuse({ at: 'recipient', code: 550 });
  await startMailing(t.app.context, caller, batch, { rate: 60, language: null });
  await settle();
  expect(await mails(batch)).toEqual({ queued: 0, sent: 0, failed: 1 });
  t.smtp.refuse(null);
  expect(await retryMailing(t.app.context, caller, batch)).toBe(1);
  await settle();
  expect(await mails(batch)).toEqual({ queued: 0, sent: 1, failed: 0 });
});

test('a batch that is deleted takes its waiting mails along, and a rate out of bounds is refused', async () => {
  const batch = await made(5);
  for (const rate of [0, 601, 1.5, Number.NaN]) {
    await expect(startMailing(t.app.context, caller, batch, { rate, language: null })).rejects.toMatchObject({
      field: 'rate',
    });
  }
  await startMailing(t.app.context, caller, batch, { rate: 1, language: null });
  await settle();
  await deleteBatch(t.app.context, caller, batch);
  t.advance(10 * MINUTE);
  await settle();
  expect(t.smtp.received).toHaveLength(1);
  expect(await t.jobs()).toEqual([]);
});

test('the owner is told of the end of a bulk change whose mails take more than a minute', async () => {
  const templateHash = await t.template(pointsTemplate({ additional: { note: '' } }), { templateName: 'Club' });
  for (const name of ['a', 'b', 'c']) {
    await t.call('createPassFromTemplateFields', {
      ...{ clientHash: t.clientHash, templateHash, recoveryEmail: `${name}@example.com` },
    });
  }
  const owned = (parameters: object) => ({ clientHash: t.clientHash, ...parameters });
  const { segmentId } = await t.call('insertUpdateSegment', owned({ templateHash, name: 'All', condition: '' }));
  const change = async (action: object) => {
    const { bulkId } = await t.call('bulkUpdate', owned({ segmentId, action }));
    await settle();
    return bulkId as string;
  };
  const told = () => t.smtp.received.filter(({ to }) => to[0] === t.owner.email).map(({ mail }) => mail);
  // Three in an instant are no news.
  await change({ kind: 'set', targetPath: 'note', value: 'x' });
  await change({ kind: 'mail', rate: 3 });
  expect(told()).toEqual([]);
  const bulkId = await change({ kind: 'mail', rate: 2 });
  expect(told()).toEqual([]);
  t.smtp.refuse({ at: 'content', code: 451 });
  t.advance(MINUTE);
  await settle();
  expect(told()).toEqual([]);
  t.smtp.refuse(null);
  t.advance(MINUTE);
  await settle();
  const [mail, ...others] = told();
  expect([mail!.subject, others]).toEqual(['The change of “All” is done', []]);
  expect(mail!.text).toContain('Club\n\nMail the link (Segment: All)\n\n3 cards: changed.');
  expect(mail!.text).toContain(`http://passes.test/cards/${templateHash}/bulk/${bulkId}`);
});

test('whoever changed many cards at once is mailed when that is over, and when it is taken back', async () => {
  const many = 1000;
  const set = { kind: 'set', path: 'note', value: 'x' } as const;
  expect([takesLong(set, many - 1), takesLong(set, many)]).toEqual([false, true]);
  const batch = await made(many, 'passes');
  const templateHash = (await showBatch(t.app.context, caller, batch)).card!.template.hash;
  const { member } = await person(t, 'manager');
  await t.app.context.store.changeMember(t.owner.id, member.id, { language: 'de' });
  const manager = (await callerOfMember(t.app.context, { ...member, language: 'de' }))!;
  const all = await addSegment(t.app.context, manager, templateHash, { name: 'Alle', condition: '' });
  const start = async (by: Caller, segmentId: number, action: JsonObject) => {
    const { bulk } = await makeBulk(t.app.context, by, { segmentId: String(segmentId), action, dryRun: false });
    await settle();
    return String(bulk.id);
  };
  let seen = 0;
  const told = () => {
    const since = t.smtp.received.slice(seen);
    seen = t.smtp.received.length;
    return since.map(({ to, mail }) => [to, mail.subject, mail.text] as const);
  };
  const bulk = await start(manager, all.id, { kind: 'set', targetPath: 'note', value: 'x' });
  const address = `http://passes.test/cards/${templateHash}/bulk/${bulk}`;
  expect(told()).toEqual([
    [
      [member.email],
      'Die Änderung von „Alle“ ist fertig',
      expect.stringMatching(/Einen Wert setzen[\s\S]*1\.000 Karten: geändert\.[\s\S]*Änderung ansehen/),
    ],
  ]);
  await undoBulk(t.app.context, manager, bulk);
  await settle();
  expect(told()).toEqual([
    [
      [member.email],
      'Die Änderung von „Alle“ ist zurückgenommen',
      expect.stringMatching(new RegExp(`1\\.000 Karten: wieder wie zuvor\\.[\\s\\S]*${address}`)),
    ],
  ]);
  // Of a member who has left, the account is told.
  await t.app.context.store.removeMember(t.owner.id, member.id);
  const few = await addSegment(t.app.context, caller, templateHash, {
    name: 'Few',
    condition: `{${NAME}} in ("Guest 1", "Guest 2", "Guest 3")`,
  });
  await start(manager, few.id, { kind: 'mail', rate: 2 });
  t.advance(MINUTE);
  await settle();
  const toAccount = told().filter(([to]) => to[0] === t.owner.email);
  expect(toAccount.map(([, subject]) => subject)).toEqual(['The change of “Few” is done']);
});
