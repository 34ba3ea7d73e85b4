// Batches: rows of drafts, passes made in steps, links that make one pass, mails of rows.
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { Batch, BatchMode, RowToMake } from '../../src/ports/store/batches.ts';
import { rowFault } from '../../src/rules/batches/row-faults.ts';
import { passIn, saveInGoogle, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const FAULTS = [rowFault(0, 'number', 'drei', 'It is a number.')];
const COLUMNS = { roles: [{ kind: 'path', path: 'note' }], email: null, needsEmail: false } as const;
const faultOf = (message: string) => [rowFault(null, 'made', '', message)];

export function batchCases(store: Current): void {
  let accountId = 0;
  let templateId = 0;
  beforeEach(async () => {
    const template = await templateIn(store());
    accountId = template.accountId;
    templateId = template.id;
  });

  const newBatch = (mode: BatchMode, total = 0) => ({
    ...{ accountId, templateId, hash: `batch-${mode}`, name: 'customers.csv', mode, headings: ['note'] },
    ...{ columns: COLUMNS, decimalComma: false, total, createdAt: T0 },
  });
  /** A draft with rows 2, 3 and 4, of which row 3 is wrong. */
  async function draft(mode: BatchMode): Promise<Batch> {
    const { id } = await store().createBatch(newBatch(mode));
    await store().addBatchRows(
      id,
      [2, 3, 4].map((number) => ({
        number,
        cells: [`row ${number}`],
        token: mode === 'links' ? `token-${number}` : null,
        faults: number === 3 ? FAULTS : null,
      })),
    );
    return (await store().batchById(id))!;
  }
  const making = (number: number, hash = `pass-${number}`): RowToMake<string> => ({
    number,
    templateHash: 'template-1',
    decide: () => ({
      create: { serialNumber: hash, hash, authenticationToken: hash, overrides: {}, createdAt: T0 },
      result: hash,
    }),
  });
  const step = (after: number, cursor: number, isLast = false) => ({ after, cursor, isLast, faulty: [], now: T0 });
  const hashes = async (id: number) =>
    (await store().batchRows(id, { after: 0, count: 10 })).map(({ passHash }) => passHash);

  it('counts the rows of a draft, pages through them, and finds the wrong ones', async () => {
    const batch = await draft('passes');
    expect(batch).toMatchObject({ ...newBatch('passes'), total: 3, wrong: 1, state: 'draft', mailState: 'none' });
    expect(await store().batchByHash('batch-passes')).toEqual(batch);
    const page = await store().batchRows(batch.id, { after: 2, count: 1 });
    expect(page).toMatchObject([{ number: 3, cells: ['row 3'], faults: FAULTS, passHash: null, madeAt: null }]);
    const wrong = () => store().batchRows(batch.id, { after: 0, count: 10, wrong: true });
    expect((await wrong()).map(({ number }) => number)).toEqual([3]);
    await store().judgeBatchRows(batch.id, [
      { number: 3, faults: null },
      { number: 4, faults: FAULTS },
    ]);
    expect((await wrong()).map(({ number }) => number)).toEqual([4]);
    await store().planBatch(batch.id, { columns: { ...COLUMNS, email: 0 }, wrong: 2 });
    expect(await store().batchById(batch.id)).toMatchObject({ wrong: 2, columns: { email: 0 } });
    await store().startBatch(batch.id, T0);
    await expect(store().addBatchRows(batch.id, [])).rejects.toThrow('draft');
  });

  it('lists an account’s batches newest first, drops old drafts, and deletes one with its rows and jobs', async () => {
    const links = await draft('links');
    const passes = await draft('passes');
    const ids = async () => (await store().batchesOf(accountId, { before: 1e9, count: 10 })).map(({ id }) => id);
    expect(await ids()).toEqual([passes.id, links.id]);
    expect(await store().batchesOf(accountId, { before: passes.id, count: 10 })).toHaveLength(1);
    expect(await store().batchesOf(accountId + 1, { before: 1e9, count: 10 })).toEqual([]);
    await store().startBatch(passes.id, T0);
    expect(await store().oldDrafts(T0, 10)).toEqual([]);
    expect(await store().oldDrafts(T0 + 1, 10)).toEqual([links.id]);
    expect(await store().deleteBatch(links.id, 10)).toBe(true);
    expect(await ids()).toEqual([passes.id]);
    expect(await store().deleteBatch(passes.id, 2)).toBe(false);
    expect(await store().batchRows(passes.id, { after: 0, count: 10 })).toHaveLength(1);
    expect(await store().waitingJobs(10)).toEqual([]);
    expect(await store().deleteBatch(passes.id, 2)).toBe(true);
    expect([await ids(), await store().batchRows(passes.id, { after: 0, count: 10 })]).toEqual([[], []]);
    expect(await store().waitingJobs(10)).toEqual([]);
  });

  describe('making passes', () => {
    it('writes passes, rows and cursor of a step together, and the last step ends the job', async () => {
      const { id } = await draft('passes');
      expect(await store().startBatch(id, T0)).toBe(true);
      expect(await store().startBatch(id, T0)).toBe(false);
      expect(await store().waitingJob('make_batch', id)).toMatchObject({ runAt: T0 });
      expect(await store().makeBatchPasses(id, step(0, 2), [making(2)], faultOf)).toEqual(['pass-2']);
      expect(await store().batchById(id)).toMatchObject({ state: 'running', cursor: 2, made: 1 });
      expect(await store().makeBatchPasses(id, step(2, 4, true), [making(4)], faultOf)).toEqual(['pass-4']);
      expect(await store().batchById(id)).toMatchObject({ state: 'done', cursor: 4, made: 2, failed: 0 });
      expect(await hashes(id)).toEqual(['pass-2', null, 'pass-4']);
      expect(await store().waitingJobs(10)).toEqual([]);
    });

    it('makes no row twice: a step whose cursor has moved writes nothing', async () => {
      const { id } = await draft('passes');
      await store().startBatch(id, T0);
      const both = [making(2, 'one'), making(2, 'two')].map((row) =>
        store().makeBatchPasses(id, step(0, 2), [row], faultOf),
      );
      expect(await Promise.all(both)).toEqual([['one'], null]);
      expect(await store().countPasses(templateId)).toBe(1);
      expect(await store().batchById(id)).toMatchObject({ made: 1 });
    });

    it('ends a step early where its time is over, and the next step goes on behind its last row', async () => {
      const { id } = await store().createBatch(newBatch('passes', 0));
      const rows = [1, 2, 3, 4, 5].map((number) => ({ number, cells: [], token: null, faults: null }));
      await store().addBatchRows(id, rows);
      await store().startBatch(id, T0);
      const faulty = [
        { number: 1, faults: FAULTS },
        { number: 5, faults: FAULTS },
      ];
      let asked = 0;
      const mayGoOn = () => ++asked < 2;
      const three = [making(2), making(3), making(4)];
      const cut = await store().makeBatchPasses(id, { ...step(0, 5, true), faulty, mayGoOn }, three, faultOf);
      expect(cut).toEqual(['pass-2', 'pass-3']);
      expect(await store().batchById(id)).toMatchObject({ state: 'running', cursor: 3, made: 2, failed: 1 });
      expect(await store().waitingJob('make_batch', id)).not.toBeNull();
      const rest = { ...step(3, 5, true), faulty: faulty.slice(1), mayGoOn: () => false };
      expect(await store().makeBatchPasses(id, rest, [making(4)], faultOf)).toEqual(['pass-4']);
      expect(await store().batchById(id)).toMatchObject({ state: 'done', cursor: 5, made: 3, failed: 2 });
    });

    it('stops and goes on where it was', async () => {
      const { id } = await draft('passes');
      await store().startBatch(id, T0);
      expect(await store().stopBatch(id, T0)).toBe(true);
      expect(await store().waitingJobs(10)).toEqual([]);
      expect(await store().makeBatchPasses(id, step(0, 2), [making(2)], faultOf)).toBeNull();
      expect(await store().stopBatch(id, T0)).toBe(false);
      expect(await store().resumeBatch(id, T0 + 5)).toBe(true);
      expect(await store().waitingJob('make_batch', id)).toMatchObject({ runAt: T0 + 5 });
      expect(await store().makeBatchPasses(id, step(0, 2), [making(2)], faultOf)).toEqual(['pass-2']);
    });

    it('gives a refused row its reason and makes the others; any other error undoes the step', async () => {
      const { id } = await draft('passes');
      await store().startBatch(id, T0);
      const refused = {
        ...making(2),
        decide: () => {
          throw new AppError('issue_refused');
        },
      };
      const faulty = [{ number: 3, faults: FAULTS }];
      const results = await store().makeBatchPasses(id, { ...step(0, 4), faulty }, [refused, making(4)], faultOf);
      expect(results).toEqual([null, 'pass-4']);
      expect(await store().batchById(id)).toMatchObject({ made: 1, failed: 2 });
      const [row] = await store().batchRows(id, { after: 0, count: 1 });
      expect(row!.faults).toEqual(faultOf(new AppError('issue_refused').message));
      const broken = {
        ...making(5),
        decide: () => {
          throw new Error('broken');
        },
      };
      await expect(store().makeBatchPasses(id, step(4, 5), [making(6), broken], faultOf)).rejects.toThrow('broken');
      expect(await store().countPasses(templateId)).toBe(1);
      expect(await store().batchById(id)).toMatchObject({ cursor: 4 });
    });

    it('adds the rows of blank passes as it makes them, and keeps a row whose pass is deleted', async () => {
      const { id } = await store().createBatch(newBatch('blank', 2));
      await store().startBatch(id, T0);
      await store().makeBatchPasses(id, step(0, 2, true), [making(1), making(2)], faultOf);
      expect(await hashes(id)).toEqual(['pass-1', 'pass-2']);
      await store().deletePass('pass-1', T0);
      expect(await store().batchRows(id, { after: 0, count: 1 })).toMatchObject([{ passHash: null, madeAt: T0 }]);
    });

    it('counts the passes that a phone holds, some rows at a time', async () => {
      const { id } = await store().createBatch(newBatch('blank', 3));
      await store().startBatch(id, T0);
      await store().makeBatchPasses(id, step(0, 3, true), [making(1), making(2), making(3)], faultOf);
      const phone = { deviceLibraryIdentifier: 'phone', passTypeIdentifier: 'pass.x', pushToken: '00', at: T0 };
      await store().registerDevice('pass-1', phone, () => ({ result: null }));
      await saveInGoogle(store(), 'pass-3');
      expect(await store().countOnPhones(id, { after: 0, count: 2 })).toEqual({ onPhones: 1, next: 2 });
      expect(await store().countOnPhones(id, { after: 2, count: 2 })).toEqual({ onPhones: 1, next: null });
    });
  });

  describe('links', () => {
    const open = (token: string, hash: string) => store().openLink(token, 'template-1', making(0, hash).decide);

    it('work once the batch is started, and never for a wrong row', async () => {
      const { id } = await draft('links');
      expect(await store().linkedRow('token-2')).toBeNull();
      expect(await open('token-2', 'early')).toBeNull();
      await store().startBatch(id, T0);
      expect(await store().batchById(id)).toMatchObject({ state: 'done', made: 2 });
      expect(await store().linkedRow('token-2')).toMatchObject({ batch: { id }, row: { number: 2, passHash: null } });
      expect([await store().linkedRow('token-3'), await store().linkedRow('token-9')]).toEqual([null, null]);
    });

    it('make one pass each, however many open them at once', async () => {
      const { id } = await draft('links');
      await store().startBatch(id, T0);
      const opened = await Promise.all(['a', 'b', 'c'].map((hash) => open('token-2', hash)));
      expect(opened).toEqual([{ result: 'a' }, null, null]);
      expect((await store().linkedRow('token-2'))!.row).toMatchObject({ passHash: 'a', madeAt: T0 });
      expect(await store().batchById(id)).toMatchObject({ opened: 1 });
      await store().deletePass('a', T0);
      expect(await open('token-2', 'again')).toBeNull();
    });
  });

  describe('mails', () => {
    const mail = (number: number, kind: 'row_link' | 'pass_link' = 'row_link') => ({
      number,
      runAt: T0 + number,
      mail: { kind, recipient: `${number}@example.com`, language: null, createdAt: T0, giveUpAt: T0 + 1000 },
    });
    const queue = (id: number, after: number, cursor: number, runAt: number | null, ...numbers: number[]) =>
      store().queueRowMails(
        id,
        { after, cursor, runAt, now: T0 },
        numbers.map((number) => mail(number)),
      );

    it('are queued in one commit with the cursor, each at its time, and counted by their states', async () => {
      const { id } = await draft('links');
      await store().startMailing(id, { rate: 20, language: 'de', now: T0 });
      expect(await store().waitingJob('mail_batch', id)).toMatchObject({ runAt: T0 });
      expect(await queue(id, 0, 2, T0 + 60, 2)).toBe(true);
      expect(await queue(id, 0, 2, T0 + 60, 2)).toBe(false);
      expect(await store().waitingJob('mail_batch', id)).toMatchObject({ runAt: T0 + 60 });
      expect(await queue(id, 2, 4, null, 4)).toBe(true);
      expect(await store().batchById(id)).toMatchObject({ mailState: 'done', mailCursor: 4, mailLanguage: 'de' });
      expect(await store().waitingJobs(10)).toEqual([]);
      expect(await store().claimMails(10, T0 + 3)).toMatchObject([
        { recipient: '2@example.com', passHash: null, row: { batchId: id, number: 2 }, runAt: T0 + 2 },
      ]);
      const [first] = await store().claimMails(10, T0 + 3);
      await store().recordMail(first!.id, { state: 'failed', error: '550' });
      expect(await store().countRowMails(id)).toEqual({ queued: 1, sent: 0, failed: 1 });
      expect(await store().retryRowMails(id, { now: T0 + 9, giveUpAt: T0 + 99 })).toBe(1);
      expect(await store().mailById(first!.id)).toMatchObject({ state: 'queued', runAt: T0 + 9, giveUpAt: T0 + 99 });
      expect(await store().deleteBatch(id, 10)).toBe(true);
      expect(await store().mails(null)).toEqual([]);
    });

    it('of a pass name it; stopped ones wait, and a stopped mailing queues nothing', async () => {
      const { id } = await store().createBatch(newBatch('blank', 1));
      await store().startBatch(id, T0);
      await store().makeBatchPasses(id, step(0, 1, true), [making(1)], faultOf);
      await store().startMailing(id, { rate: 20, language: null, now: T0 });
      await store().stopMailing(id, T0);
      expect(await store().waitingJobs(10)).toEqual([]);
      expect(await queue(id, 0, 1, null, 1)).toBe(false);
      await store().startMailing(id, { rate: 20, language: null, now: T0 });
      await store().queueRowMails(id, { after: 0, cursor: 1, runAt: null, now: T0 }, [mail(1, 'pass_link')]);
      expect(await store().mails(null)).toMatchObject([{ passHash: 'pass-1', row: { batchId: id, number: 1 } }]);
      await passIn(store(), 'other');
    });
  });
}
