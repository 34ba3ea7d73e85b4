// Changes passes: a decision reads the pass, locked, with its template and its owner in the
// transaction that writes its result.
import { AppError } from '../../errors.ts';
import type { CreationSnapshot, PassChange, PassCreation, PassSnapshot, PassStore } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { claimAfter, newPassRow, ownValuesAfter, passAfter, pushAfter, refuseInvalid, withTaken } from '../changes.ts';
import { ofItem } from '../refusals.ts';
import { countIssued, issuedOf } from './campaigns-terms.ts';
import { holdPassTypes, passTypeOf } from './certificates.ts';
import { countOwnValues } from './counts-own-values.ts';
import { withdraw } from './devices-withdrawn.ts';
import { writeDues } from './dues.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import type { EventLog } from './events.ts';
import { keepAnswer, replay } from './idempotency.ts';
import { dropJobsOfPass, enqueue, enqueueGooglePass, enqueuePush, schedule } from './jobs.ts';
import { enqueueMail } from './mails.ts';
import { claimBarcode, isBarcodeFree, isFreeToClaim, releaseBarcode } from './passes-barcodes.ts';
import type { ChangePass, CreatePass } from './passes-changes.ts';
import type { ManyPasses } from './passes-many.ts';
import { referenceOf, writeReference } from './passes-references.ts';
import { changesTogether } from './passes-together.ts';
import { markRun, requireOpen } from './runs.ts';
import { writeWords } from './search.ts';
import type { Snapshots } from './snapshots.ts';
import { raiseAhead } from './update-tags.ts';
import { queueMessage } from './webhooks-queue.ts';

interface Parts {
  readonly log: EventLog;
  readonly snapshots: Snapshots;
  readonly onGroup: (size: number, seconds: number) => void;
}

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

const insert = statement<{ id: number }>(`
  INSERT INTO passes (id, template_id, serial_number, hash, authentication_token, update_tag, last_modified, created_at,
    updated_at, accessed, access, overrides, pass_type_identifier, passcode_hash, is_test, visited_day, imported_serial_number,
    web_service_url)
  VALUES (coalesce($16::bigint, nextval('passes_id_seq')), $1, $2, $3, $4, update_tag(), $5, $6, $7, $8, $9, $10, coalesce($11::text, ${passTypeOf('$15::bigint', '$6::bigint')}),
    $12, $13, $14, $17, $18) RETURNING id`);
const update = statement(`
  UPDATE passes SET overrides = coalesce($2::json, overrides), access = $3,
    update_tag = CASE WHEN $4 THEN update_tag() ELSE update_tag END, last_modified = $5, updated_at = $6,
    undo = CASE WHEN $7 THEN undo ELSE $8::json END
  WHERE id = $1`);
const move = statement('UPDATE passes SET template_id = $2 WHERE id = $1');
const setPasscode = statement('UPDATE passes SET passcode_hash = $2 WHERE id = $1');
// Separate from `update`, because these change indexes, and only at the first access of a type and
// the first scan of a day.
const setAccessed = statement('UPDATE passes SET accessed = $2 WHERE id = $1');
const setVisited = statement('UPDATE passes SET visited_day = $2 WHERE id = $1');
const countSource = statement(`
  INSERT INTO pass_sources AS s (template_id, source, shard, created) VALUES ($1, $2, own_shard(), 1)
  ON CONFLICT (template_id, md5(source), shard) DO UPDATE SET created = s.created + 1`);
const idByHash = statement<{ id: number }>('SELECT id FROM passes WHERE hash = $1 FOR UPDATE');
const ofTests = statement<{ id: number }>(
  'SELECT id FROM passes WHERE template_id = $1 AND is_test ORDER BY id FOR UPDATE',
);
const remove = statement('DELETE FROM passes WHERE id = $1');

/** `change` and `create` are for stores that write more than the pass in the same transaction. */
export function passStore(
  connection: Connection,
  { log, snapshots, onGroup }: Parts,
): { readonly store: PassWrites; readonly change: ChangePass; readonly create: CreatePass } {
  const { read, write } = connection;

  /** Writes the pass's row. */
  function changeRow(tx: Tx, snapshot: PassSnapshot, change: PassChange<unknown>): void {
    const { pass } = snapshot;
    const row = passAfter(snapshot, change);
    if (row === null) return;
    if (row.isTouched) tx.announceEvents();
    if (row.isAhead) raiseAhead(tx, row.lastModified);
    const { undo, visitedDay } = row;
    tx.send(
      update,
      pass.id,
      row.overrides && JSON.stringify(row.overrides),
      JSON.stringify(row.access),
      row.isTouched,
      row.lastModified,
      row.updatedAt,
      undo === undefined,
      undo ? JSON.stringify(undo) : null,
    );
    if (row.accessed !== null) tx.send(setAccessed, pass.id, row.accessed);
    if (visitedDay !== undefined) tx.send(setVisited, pass.id, visitedDay);
    if (row.templateId !== null) tx.send(move, pass.id, row.templateId);
    const { templateId, overrides: present, isTest } = pass;
    const own = ownValuesAfter(pass, { templateId: row.templateId ?? templateId, overrides: row.overrides ?? present });
    if (own !== null && !isTest) countOwnValues(tx, [own]);
  }

  /** Writes what a change causes besides the row. `updatedAt`: see `pushAfter`. */
  async function followUp(
    tx: Tx,
    snapshot: Pick<PassSnapshot, 'template' | 'owner' | 'issue'> & Pick<PassSnapshot['pass'], 'id' | 'onGoogle'>,
    change: PassChange<unknown>,
    updatedAt: number,
  ): Promise<void> {
    const { id, onGoogle, template, owner, issue } = snapshot;
    const { event, mail, reference, run, words, messages = [], due = [], dues } = change;
    if (event) log.appendToPass(tx, id, template, event);
    if (run) markRun(tx, id, run);
    if (mail) enqueueMail(tx, id, mail);
    for (const message of messages) queueMessage(tx, message, id);
    if (reference) await writeReference(tx, id, issue, reference);
    if (words !== undefined) {
      writeWords(tx, id, { accountId: owner.id, templateId: change.templateId ?? template.id }, words);
    }
    for (const { kind, key, at } of due) schedule(tx, { kind, subjectId: id, key }, at);
    if (dues !== undefined) writeDues(tx, { id, templateId: change.templateId ?? template.id }, dues);
    const push = pushAfter(change, updatedAt);
    if (push === null) return;
    enqueuePush(tx, id, push.hasOwnTag, push.at);
    if (onGoogle) enqueue(tx, { kind: 'google_pass', subjectId: id, runAt: push.at });
  }

  /** Fails with `pass_invalid`, `user_defined_id_taken`, `barcode_taken`, `run_ended`. */
  const change: ChangePass = async (tx, snapshot, decide) => {
    const { pass, template, owner, issue } = snapshot;
    const decision = await withFreeBarcode(tx, snapshot, pass.id, decide);
    refuseInvalid(pass, decision);
    if (decision.run) await requireOpen(tx, decision.run);
    const claim = claimAfter(pass, decision);
    if (claim === null) releaseBarcode(tx, pass.id);
    else if (claim !== undefined) claimBarcode(tx, claim, pass.id);
    if (decision.passcodeHash !== undefined) tx.send(setPasscode, pass.id, decision.passcodeHash);
    changeRow(tx, snapshot, decision);
    await followUp(tx, { id: pass.id, onGoogle: pass.onGoogle, template, owner, issue }, decision, pass.updatedAt);
    return decision;
  };

  /**
   * Asks the decision again while another pass has the barcode it wants. Fails with
   * `barcode_taken`.
   */
  async function withFreeBarcode<S extends TemplateSnapshot, C extends PassChange<unknown>>(
    tx: Tx,
    snapshot: S,
    passId: number | undefined,
    decide: (snapshot: S) => C,
  ): Promise<C> {
    let takenMessages: ReadonlySet<string> = new Set();
    for (let asked = snapshot; ; asked = { ...snapshot, takenMessages }) {
      const decision = decide(asked);
      const claim = claimAfter({ templateId: snapshot.template.id }, decision);
      if (!claim || (await isFreeToClaim(tx, claim, passId))) return decision;
      takenMessages = withTaken(takenMessages, claim.message);
    }
  }

  /** A template, and the numbers of passes that were made under its terms in a campaign. */
  async function issuing(
    tx: Tx,
    templateHash: string,
    template: (hash: string) => Promise<TemplateSnapshot | null>,
  ): Promise<Pick<CreationSnapshot, 'issued'> & { readonly snapshot: TemplateSnapshot }> {
    const found = await template(templateHash);
    if (found === null) throw new AppError('template_not_found');
    if (found.issue === null) return { snapshot: found, issued: null };
    // The terms are read again under the lock of their numbers.
    const [issued, snapshot] = await Promise.all([issuedOf(tx, found.issue), template(templateHash)]);
    if (snapshot === null) throw new AppError('template_not_found');
    return { snapshot, issued };
  }

  const create: CreatePass = async <T>(
    tx: Tx,
    templateHash: string,
    decide: (snapshot: CreationSnapshot) => PassCreation<T>,
    many?: ManyPasses,
  ) => {
    const templateOf = many?.template ?? ((hash: string) => snapshots.templateByHash(tx, hash));
    const { snapshot, issued } = await issuing(tx, templateHash, templateOf);
    const { template, owner, issue } = snapshot;
    const asked = { ...snapshot, issued, takenMessages: new Set<string>() };
    const creation = await withFreeBarcode<CreationSnapshot, PassCreation<T>>(tx, asked, undefined, decide);
    const { create, source } = creation;
    if (!create) return { id: null, creation };
    const row = newPassRow(snapshot, creation, create);
    const isTest = create.isTest === true;
    if (many === undefined) holdPassTypes(tx, owner.id);
    else many.holdPassTypes(owner.id);
    const drawn = many?.nextId() ?? null;
    const values = [
      template.id,
      create.serialNumber,
      create.hash,
      create.authenticationToken,
      row.lastModified,
      create.createdAt,
      row.updatedAt,
      row.accessed,
      JSON.stringify(row.access),
      JSON.stringify(row.overrides),
      row.passTypeIdentifier,
      row.passcodeHash,
      isTest,
      row.visitedDay,
      owner.id,
      drawn,
      create.imported?.serialNumber ?? null,
      create.imported?.webServiceURL ?? null,
    ];
    if (drawn !== null) tx.send(insert, ...values);
    const id = drawn ?? (await tx.row(insert, ...values))!.id;
    const claim = claimAfter({ templateId: template.id }, creation);
    if (claim) claimBarcode(tx, claim, id);
    const own = ownValuesAfter(null, { templateId: template.id, overrides: row.overrides });
    if (own !== null && !isTest) {
      if (many === undefined) countOwnValues(tx, [own]);
      else many.countOwnValues(own);
    }
    if (source !== undefined) tx.send(countSource, template.id, source);
    if (issue && !isTest) countIssued(tx, issue);
    await followUp(tx, { id, onGoogle: false, template, owner, issue }, creation, row.updatedAt);
    return { id, creation };
  };

  /** Runs the items of a list one after the other, and adds its index to the error of one. */
  async function each<I, T>(items: readonly I[], work: (item: I) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    for (const [index, item] of items.entries()) {
      try {
        results.push(await work(item));
      } catch (error) {
        throw ofItem(error, index);
      }
    }
    return results;
  }

  const find = async (tx: Tx, hash: string): Promise<PassSnapshot> => {
    const snapshot = await snapshots.lockedByHash(tx, hash);
    if (!snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
    return snapshot;
  };

  async function removePass(tx: Tx, id: number, now: number): Promise<void> {
    tx.announceEvents();
    dropJobsOfPass(tx, id);
    enqueueGooglePass(tx, id, now);
    if ((await withdraw(tx, { passId: id }, now)) > 0) enqueue(tx, { kind: 'push_pass', subjectId: id, runAt: now });
    tx.send(remove, id);
  }

  const together = changesTogether(connection, { snapshots, onGroup }, change);

  const store: PassWrites = {
    createPass: (templateHash, decide, idempotency) =>
      write(async (tx) => {
        tx.leavesKept();
        const replayed = idempotency && (await replay(tx, idempotency));
        if (replayed) return replayed;
        const { creation } = await create(tx, templateHash, decide);
        if (creation.create && idempotency) keepAnswer(tx, idempotency, creation.answer);
        return { replayed: false, result: creation.result };
      }),

    createPasses: (given) =>
      write((tx) => {
        tx.leavesKept();
        return each(
          given,
          async ({ templateHash, decide }) => (await create(tx, templateHash, decide)).creation.result,
        );
      }),

    changePass: (hash, decide, idempotency) => together(hash, decide, idempotency),

    changePasses: (given) =>
      write(async (tx) => {
        tx.leavesKept();
        // Locks all of them in one order, so that two such calls never wait for each other.
        await snapshots.lockedByHashes(
          tx,
          given.map(({ hash }) => hash),
        );
        return each(given, async ({ hash, decide }) => {
          const snapshot = await find(tx, hash);
          return (await change(tx, { ...snapshot, reference: await referenceOf(tx, snapshot.pass.id) }, decide)).result;
        });
      }),

    passByHash: (hash) => snapshots.passByHash(read, hash),
    isBarcodeFree: (templateId, message, passId) => isBarcodeFree(read, { templateId, message }, passId),

    deletePass: (hash, now, tell = () => []) =>
      write(async (tx) => {
        tx.leavesKept();
        const [pass, snapshot] = await Promise.all([tx.row(idByHash, hash), snapshots.passByHash(tx, hash)]);
        if (!pass || !snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
        for (const message of tell(snapshot)) queueMessage(tx, message, pass.id);
        await removePass(tx, pass.id, now);
      }),

    deleteTestPasses: (templateId, now) =>
      write(async (tx) => {
        tx.leavesKept();
        const found = await tx.rows(ofTests, templateId);
        for (const { id } of found) await removePass(tx, id, now);
        return found.length;
      }),
  };
  return { store, change, create };
}
