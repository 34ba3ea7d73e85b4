// Changes passes: a decision reads the pass, its template and its owner in the transaction that
// writes its result.
import { eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { CreationSnapshot, PassChange, PassCreation, PassSnapshot, PassStore } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { claimAfter, newPassRow, ownValuesAfter, passAfter, pushAfter, refuseInvalid, withTaken } from '../changes.ts';
import { ofItem } from '../refusals.ts';
import { issueCounts } from './campaigns-terms.ts';
import { passTypeOf } from './certificates.ts';
import type { CountOwnValues } from './counts.ts';
import type { Withdraw } from './devices-withdrawn.ts';
import type { WriteDues } from './dues-rows.ts';
import type { Connection } from './engine/connection.ts';
import type { EventLog } from './events.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { JobQueue } from './jobs.ts';
import type { EnqueueMail } from './mails.ts';
import type { UniqueBarcodes } from './passes-barcodes.ts';
import type { References } from './passes-references.ts';
import type { MarkRun } from './runs.ts';
import { passes, passSources } from './schema.ts';
import type { WriteWords } from './search.ts';
import { passByHash, templateByHash } from './snapshots.ts';
import type { UpdateTags } from './update-tags.ts';
import type { QueueMessage } from './webhooks-queue.ts';

interface Parts {
  readonly tags: UpdateTags;
  readonly log: EventLog;
  readonly jobs: JobQueue;
  readonly keys: IdempotencyKeys;
  readonly enqueueMail: EnqueueMail;
  readonly withdraw: Withdraw;
  readonly barcodes: UniqueBarcodes;
  readonly references: References;
  readonly markRun: MarkRun;
  readonly countOwnValues: CountOwnValues;
  readonly writeWords: WriteWords;
  readonly writeDues: WriteDues;
  readonly queueMessage: QueueMessage;
}

/** What a creation does not write itself when it is one of many in a commit. */
export interface OneOfMany {
  /** Drawn together with those of the others. */
  readonly updateTag: number;
  readonly countOwnValues: CountOwnValues;
}

/**
 * Makes a pass, with its id; null where the decision made none. What fails with an AppError has
 * written nothing. Inside a write only.
 */
export type CreatePass = <T>(
  templateHash: string,
  decide: (snapshot: CreationSnapshot) => PassCreation<T>,
  ofMany?: OneOfMany,
) => { readonly id: number | null; readonly creation: PassCreation<T> };

/** Writes a decision about a pass and returns it. Inside a write only. */
export type ChangePass = <S extends PassSnapshot, T>(
  snapshot: S,
  decide: (snapshot: S) => PassChange<T>,
) => PassChange<T>;

type PassWrites = Pick<
  PassStore,
  | 'createPass'
  | 'changePass'
  | 'createPasses'
  | 'changePasses'
  | 'passByHash'
  | 'isBarcodeFree'
  | 'deletePass'
  | 'deleteTestPasses'
>;

/** `change` and `create` are for stores that write more than the pass in the same transaction. */
export function passStore(
  connection: Connection,
  parts: Parts,
): { readonly store: PassWrites; readonly change: ChangePass; readonly create: CreatePass } {
  const { client, db, write, eventsWritten } = connection;
  const { tags, log, jobs, keys, enqueueMail, withdraw, references, barcodes, markRun } = parts;
  const { countOwnValues, writeWords, writeDues, queueMessage } = parts;
  const passType = passTypeOf(connection);
  const counts = issueCounts(connection);
  const templateOf = templateByHash(connection);
  const byHash = passByHash(connection);
  // A batch makes very many passes, and drizzle's own insert takes longer than SQLite's.
  const insert = client.prepare<(number | string | null)[]>(`
    INSERT INTO passes (template_id, serial_number, hash, authentication_token, update_tag, last_modified, created_at,
      updated_at, accessed, access, overrides, pass_type_identifier, passcode_hash, is_test, visited_day,
      imported_serial_number, web_service_url)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = client.prepare<[string | null, string, number, number, number, number, string | null, number]>(`
    UPDATE passes SET overrides = coalesce(?, overrides), access = ?, update_tag = ?, last_modified = ?, updated_at = ?,
      undo = iif(?, undo, ?)
    WHERE id = ?`);
  const move = client.prepare<[number, number]>('UPDATE passes SET template_id = ? WHERE id = ?');
  const setPasscode = client.prepare<[string | null, number]>('UPDATE passes SET passcode_hash = ? WHERE id = ?');
  // Separate from `update`, because it changes an index, and only at the first access of a type.
  const setAccessed = client.prepare<[number, number]>('UPDATE passes SET accessed = ? WHERE id = ?');
  // The same: only at the first scan of a day.
  const setVisited = client.prepare<[number | null, number]>('UPDATE passes SET visited_day = ? WHERE id = ?');

  function countSource(templateId: number, source: string): void {
    const { created } = passSources;
    db.insert(passSources)
      .values({ templateId, source, created: 1 })
      .onConflictDoUpdate({
        target: [passSources.templateId, passSources.source],
        set: { created: sql`${created} + 1` },
      })
      .run();
  }

  /** Writes the pass's row and returns its update tag. */
  function changeRow(snapshot: PassSnapshot, change: PassChange<unknown>): number {
    const { pass } = snapshot;
    const row = passAfter(snapshot, change);
    if (row === null) return pass.updateTag;
    if (row.isTouched) eventsWritten.announce();
    const updateTag = row.isTouched ? tags.draw() : pass.updateTag;
    if (row.isAhead) tags.raiseAhead(row.lastModified);
    const overrides = row.overrides && JSON.stringify(row.overrides);
    const { undo, visitedDay } = row;
    update.run(
      overrides,
      JSON.stringify(row.access),
      updateTag,
      row.lastModified,
      row.updatedAt,
      Number(undo === undefined),
      undo ? JSON.stringify(undo) : null,
      pass.id,
    );
    if (row.accessed !== null) setAccessed.run(row.accessed, pass.id);
    if (visitedDay !== undefined) setVisited.run(visitedDay, pass.id);
    if (row.templateId !== null) move.run(row.templateId, pass.id);
    const { templateId, overrides: present, isTest } = pass;
    const own = ownValuesAfter(pass, { templateId: row.templateId ?? templateId, overrides: row.overrides ?? present });
    if (own !== null && !isTest) countOwnValues(own);
    return updateTag;
  }

  /** Writes what a change causes besides the row. `updatedAt`: see `pushAfter`. */
  function followUp(
    snapshot: Pick<PassSnapshot, 'template' | 'owner' | 'issue'> & Pick<PassSnapshot['pass'], 'id' | 'onGoogle'>,
    updateTag: number,
    change: PassChange<unknown>,
    updatedAt: number,
    isNew = false,
  ): void {
    const { id, onGoogle, template, owner, issue } = snapshot;
    const { event, mail, reference, run, words, messages, due = [], dues } = change;
    if (event) log.appendToPass(id, template, event, isNew);
    if (run) markRun(id, run);
    if (mail) enqueueMail(id, mail);
    if (messages) for (const message of messages) queueMessage(message, id);
    if (reference) references.write(id, issue, reference);
    if (words !== undefined) {
      writeWords(id, { accountId: owner.id, templateId: change.templateId ?? template.id }, words);
    }
    for (const { kind, key, at } of due) jobs.schedule({ kind, subjectId: id, key }, at);
    if (dues !== undefined) writeDues({ id, templateId: change.templateId ?? template.id }, dues);
    const push = pushAfter(change, updatedAt);
    if (push === null) return;
    const tag = push.hasOwnTag ? tags.draw() : updateTag;
    if (push.hasOwnTag) jobs.enqueueOwnPush(id, tag, push.at);
    else jobs.enqueuePush(id, tag, push.at);
    if (onGoogle) jobs.enqueue({ kind: 'google_pass', subjectId: id, updateTag: tag, runAt: push.at });
  }

  /** Fails with `pass_invalid`, `user_defined_id_taken`, `barcode_taken`. */
  const change: ChangePass = (snapshot, decide) => {
    const { pass, template, owner, issue } = snapshot;
    const decision = withFreeBarcode(snapshot, pass.id, decide);
    refuseInvalid(pass, decision);
    const claim = claimAfter(pass, decision);
    if (claim === null) barcodes.release(pass.id);
    else if (claim !== undefined) barcodes.claim(claim, pass.id);
    if (decision.passcodeHash !== undefined) setPasscode.run(decision.passcodeHash, pass.id);
    const updateTag = changeRow(snapshot, decision);
    followUp({ id: pass.id, onGoogle: pass.onGoogle, template, owner, issue }, updateTag, decision, pass.updatedAt);
    return decision;
  };

  /**
   * Asks the decision again while another pass has the barcode it wants. Fails with
   * `barcode_taken`.
   */
  function withFreeBarcode<S extends TemplateSnapshot, C extends PassChange<unknown>>(
    snapshot: S,
    passId: number | undefined,
    decide: (snapshot: S) => C,
  ): C {
    let takenMessages: ReadonlySet<string> = new Set();
    for (let asked = snapshot; ; asked = { ...snapshot, takenMessages }) {
      const decision = decide(asked);
      const claim = claimAfter({ templateId: snapshot.template.id }, decision);
      if (!claim || barcodes.isFree(claim, passId)) return decision;
      takenMessages = withTaken(takenMessages, claim.message);
    }
  }

  const create: CreatePass = <T>(
    templateHash: string,
    decide: (snapshot: CreationSnapshot) => PassCreation<T>,
    ofMany?: OneOfMany,
  ) => {
    const snapshot = templateOf(templateHash);
    if (!snapshot) throw new AppError('template_not_found');
    const { template, owner, issue } = snapshot;
    const asked = { ...snapshot, issued: issue && counts.of(issue), takenMessages: new Set<string>() };
    const creation = withFreeBarcode<CreationSnapshot, PassCreation<T>>(asked, undefined, decide);
    const { create, source } = creation;
    if (!create) return { id: null, creation };
    const row = newPassRow(snapshot, creation, create);
    const updateTag = ofMany?.updateTag ?? tags.draw();
    const { lastInsertRowid } = insert.run(
      template.id,
      create.serialNumber,
      create.hash,
      create.authenticationToken,
      updateTag,
      row.lastModified,
      create.createdAt,
      row.updatedAt,
      row.accessed,
      JSON.stringify(row.access),
      JSON.stringify(row.overrides),
      row.passTypeIdentifier ?? passType(owner.id, create.createdAt),
      row.passcodeHash,
      create.isTest === true ? 1 : 0,
      row.visitedDay,
      create.imported?.serialNumber ?? null,
      create.imported?.webServiceURL ?? null,
    );
    const id = Number(lastInsertRowid);
    const claim = claimAfter({ templateId: template.id }, creation);
    if (claim) barcodes.claim(claim, id);
    const own = ownValuesAfter(null, { templateId: template.id, overrides: row.overrides });
    if (own !== null && create.isTest !== true) (ofMany?.countOwnValues ?? countOwnValues)(own);
    if (source !== undefined) countSource(template.id, source);
    if (issue && create.isTest !== true) counts.add(issue);
    followUp({ id, onGoogle: false, template, owner, issue }, updateTag, creation, row.updatedAt, true);
    return { id, creation };
  };

  /** Runs one item of several, and adds its index to an error. */
  function item<T>(index: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw ofItem(error, index);
    }
  }

  const find = (hash: string): PassSnapshot => {
    const snapshot = byHash(hash);
    if (!snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
    return snapshot;
  };

  const ofTests = client
    .prepare<[number], number>('SELECT id FROM passes WHERE template_id = ? AND is_test = 1 ORDER BY id')
    .pluck();

  /** Inside a write only. */
  function remove(id: number, now: number): void {
    eventsWritten.announce();
    jobs.dropPass(id);
    const updateTag = tags.draw();
    jobs.enqueueGooglePass(id, updateTag, now);
    if (withdraw({ passId: id }, updateTag, now) > 0) {
      jobs.enqueue({ kind: 'push_pass', subjectId: id, updateTag, runAt: now });
    }
    db.delete(passes).where(eq(passes.id, id)).run();
  }

  const store: PassWrites = {
    createPass: (templateHash, decide, idempotency) =>
      write(() => {
        const replayed = idempotency && keys.replay(idempotency);
        if (replayed) return replayed;
        const { creation } = create(templateHash, decide);
        if (creation.create && idempotency) keys.keep(idempotency, creation.answer);
        return { replayed: false, result: creation.result };
      }),

    createPasses: (given) =>
      write(() =>
        given.map(({ templateHash, decide }, index) => item(index, () => create(templateHash, decide).creation.result)),
      ),

    changePass: (hash, decide, idempotency) =>
      write(() => {
        const replayed = idempotency && keys.replay(idempotency);
        if (replayed) return replayed;
        const { answer, result } = change(find(hash), decide);
        if (idempotency) keys.keep(idempotency, answer);
        return { replayed: false, result };
      }),

    changePasses: (given) =>
      write(() =>
        given.map(({ hash, decide }, index) =>
          item(index, () => {
            const snapshot = find(hash);
            return change({ ...snapshot, reference: references.of(snapshot.pass.id) }, decide).result;
          }),
        ),
      ),

    passByHash: async (hash) => byHash(hash) ?? null,
    isBarcodeFree: async (templateId, message, passId) => barcodes.isFree({ templateId, message }, passId),

    deletePass: (hash, now, tell = () => []) =>
      write(() => {
        const snapshot = find(hash);
        for (const message of tell(snapshot)) queueMessage(message, snapshot.pass.id);
        remove(snapshot.pass.id, now);
      }),

    deleteTestPasses: (templateId, now) =>
      write(() => {
        const found = ofTests.all(templateId);
        for (const id of found) remove(id, now);
        return found.length;
      }),
  };
  return { store, change, create };
}
