// Passes: a decision reads the pass, its template and owner, and what it decides is written in the same transaction.
import { eq, sql } from 'drizzle-orm';
import { AppError, atIndex } from '../../errors.ts';
import type { CreationSnapshot, PassChange, PassCreation, PassSnapshot, PassStore } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { AccessFacts } from '../../rules/passes/facts.ts';
import { recordAccess } from '../../rules/passes/facts.ts';
import { passTypeOf } from './certificates.ts';
import type { Connection } from './engine/connection.ts';
import type { EventLog } from './events.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import { issueCounts } from './issues.ts';
import type { JobQueue } from './jobs.ts';
import type { EnqueueMail } from './mails.ts';
import type { References } from './pass-references.ts';
import type { PassSources } from './pass-sources.ts';
import { passes } from './schema.ts';
import { passByHash, templateByHash } from './snapshots.ts';
import type { UniqueBarcodes } from './unique-barcodes.ts';
import type { UpdateTags } from './update-tags.ts';
import type { Withdraw } from './withdrawn.ts';

interface Parts {
  readonly tags: UpdateTags;
  readonly log: EventLog;
  readonly jobs: JobQueue;
  readonly keys: IdempotencyKeys;
  readonly enqueueMail: EnqueueMail;
  readonly withdraw: Withdraw;
  readonly barcodes: UniqueBarcodes;
  readonly sources: PassSources;
  readonly references: References;
}

/** Writes a decision about a pass and answers it. Inside a write only. */
export type ChangePass = <S extends PassSnapshot, T>(
  snapshot: S,
  decide: (snapshot: S) => PassChange<T>,
) => PassChange<T>;

type PassWrites = Pick<
  PassStore,
  'createPass' | 'changePass' | 'createPasses' | 'changePasses' | 'passByHash' | 'deletePass'
>;

/** `change` is for changes that write more than the pass. */
export function passStore(
  connection: Connection,
  { tags, log, jobs, keys, enqueueMail, withdraw, references, barcodes, sources }: Parts,
): { readonly store: PassWrites; readonly change: ChangePass } {
  const { client, db, write } = connection;
  const passType = passTypeOf(connection);
  const counts = issueCounts(connection);
  const templateOf = templateByHash(connection);
  const byHash = passByHash(connection);
  const idByHash = db
    .select({ id: passes.id })
    .from(passes)
    .where(eq(passes.hash, sql.placeholder('hash')))
    .prepare();
  const insert = db
    .insert(passes)
    .values({
      templateId: sql.placeholder('templateId'),
      serialNumber: sql.placeholder('serialNumber'),
      hash: sql.placeholder('hash'),
      authenticationToken: sql.placeholder('authenticationToken'),
      updateTag: sql.placeholder('updateTag'),
      lastModified: sql.placeholder('lastModified'),
      createdAt: sql.placeholder('createdAt'),
      updatedAt: sql.placeholder('updatedAt'),
      accessed: sql.placeholder('accessed'),
      access: sql.placeholder('access'),
      overrides: sql.placeholder('overrides'),
      passTypeIdentifier: sql.placeholder('passTypeIdentifier'),
      passcodeHash: sql.placeholder('passcodeHash'),
    })
    .returning({ id: passes.id })
    .prepare();
  const update = client.prepare<[string | null, string, number, number, number, number]>(`
    UPDATE passes SET overrides = coalesce(?, overrides), access = ?, update_tag = ?, last_modified = ?, updated_at = ?
    WHERE id = ?`);
  const move = client.prepare<[number, number]>('UPDATE passes SET template_id = ? WHERE id = ?');
  const setPasscode = client.prepare<[string | null, number]>('UPDATE passes SET passcode_hash = ? WHERE id = ?');
  // On its own, because it changes an index, and only at the first access of a type.
  const setAccessed = client.prepare<[number, number]>('UPDATE passes SET accessed = ? WHERE id = ?');

  const isInstalled = client.prepare<[number], number>('SELECT 1 FROM registrations WHERE pass_id = ? LIMIT 1').pluck();

  const accessAfter = (access: AccessFacts, { event }: PassChange<unknown>) =>
    event?.logged ? recordAccess(access, event.accessType, event.time) : access;

  /** Answers the update tag that the pass has then. */
  function changeRow({ pass, template }: PassSnapshot, change: PassChange<unknown>): number {
    const { id } = pass;
    const { touchedAt, ranAt } = change;
    const access = accessAfter(pass.access, change);
    const touched = touchedAt !== undefined;
    const updateTag = touched ? tags.draw() : pass.updateTag;
    if (!touched && ranAt === undefined && !change.overrides && access === pass.access) return updateTag;
    const overrides = change.overrides ? JSON.stringify(change.overrides) : null;
    const lastModified = touched ? tags.passModified(touchedAt, pass, template) : pass.lastModified;
    const updatedAt = touchedAt ?? ranAt ?? pass.updatedAt;
    update.run(overrides, JSON.stringify(access), updateTag, lastModified, updatedAt, id);
    const accessed = accessedBits(access);
    if (accessed !== accessedBits(pass.access)) setAccessed.run(accessed, id);
    if (change.templateId !== undefined) move.run(change.templateId, id);
    return updateTag;
  }

  /** What follows from a change besides the row itself. */
  function followUp(
    { id, issue }: Pick<PassSnapshot, 'issue'> & { readonly id: number },
    updateTag: number,
    change: PassChange<unknown>,
    now: number,
  ): void {
    const { event, push, mail, reference, due = [] } = change;
    if (event) log.appendToPass(id, event);
    if (mail) enqueueMail(id, mail);
    if (reference) references.write(id, issue?.campaign.id ?? null, reference);
    for (const { kind, key, at } of due) jobs.schedule({ kind, subjectId: id, key }, at);
    // Who registers later gets the pass as it is then: a job for a pass on no device would find nobody to tell.
    if (!push || isInstalled.get(id) === undefined) return;
    // A push of what did not change is a push all the same: its tag is one that no device was told of.
    const tag = change.touchedAt === undefined ? tags.draw() : updateTag;
    jobs.enqueue({ kind: 'push_pass', subjectId: id, updateTag: tag, runAt: change.touchedAt ?? event?.time ?? now });
  }

  /** Fails with `pass_invalid`, `user_defined_id_taken`, `barcode_taken`. */
  const change: ChangePass = (snapshot, decide) => {
    const { pass, template, issue } = snapshot;
    const decision = withFreeBarcode(snapshot, pass.id, decide);
    if (pass.invalidatedAt !== null && (decision.overrides ?? decision.reference)) throw new AppError('pass_invalid');
    if (decision.barcode === null) barcodes.release(pass.id);
    else if (decision.barcode !== undefined) {
      barcodes.claim(decision.templateId ?? template.id, decision.barcode, pass.id);
    }
    if (decision.passcodeHash !== undefined) setPasscode.run(decision.passcodeHash, pass.id);
    const updateTag = changeRow(snapshot, decision);
    followUp({ id: pass.id, issue }, updateTag, decision, pass.updatedAt);
    return decision;
  };

  /** Asks again while the barcode that a decision wants is taken. Fails with `barcode_taken`. */
  function withFreeBarcode<S extends TemplateSnapshot, C extends PassChange<unknown>>(
    snapshot: S,
    passId: number | undefined,
    decide: (snapshot: S) => C,
  ): C {
    const taken = new Set<string>();
    for (let asked = snapshot; ; asked = { ...snapshot, taken }) {
      const decision = decide(asked);
      const { barcode, templateId = snapshot.template.id } = decision;
      if (typeof barcode !== 'string' || barcodes.isFree(templateId, barcode, passId)) return decision;
      if (taken.has(barcode)) throw new AppError('barcode_taken', { field: 'barcode.message' });
      taken.add(barcode);
    }
  }

  /** Inside a write only. */
  function create<T>(templateHash: string, decide: (snapshot: CreationSnapshot) => PassCreation<T>): PassCreation<T> {
    const snapshot = templateOf(templateHash);
    if (!snapshot) throw new AppError('template_not_found');
    const { template, owner, issue } = snapshot;
    const asked = { ...snapshot, issued: issue && counts.of(issue), taken: new Set<string>() };
    const creation = withFreeBarcode<CreationSnapshot, PassCreation<T>>(asked, undefined, decide);
    const { create, barcode, source } = creation;
    if (!create) return creation;
    const access = accessAfter({}, creation);
    const updateTag = tags.draw();
    const updatedAt = creation.touchedAt ?? create.createdAt;
    const chosen = issue?.campaign.passTypeIdentifier ?? template.passTypeIdentifier;
    const { id } = insert.get({
      ...create,
      templateId: template.id,
      passTypeIdentifier: chosen ?? passType(owner.id, create.createdAt),
      overrides: creation.overrides ?? create.overrides,
      access,
      accessed: accessedBits(access),
      updateTag,
      lastModified: Math.floor(updatedAt / 1000),
      updatedAt,
      passcodeHash: creation.passcodeHash ?? null,
    });
    if (typeof barcode === 'string') barcodes.claim(template.id, barcode, id);
    if (source !== undefined) sources.count(template.id, source);
    if (issue) counts.add(issue);
    followUp({ id, issue }, updateTag, creation, updatedAt);
    return creation;
  }

  /** One item of several: what fails says which. */
  function item<T>(index: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof AppError ? atIndex(error, index) : error;
    }
  }

  const find = (hash: string): PassSnapshot => {
    const snapshot = byHash(hash);
    if (!snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
    return snapshot;
  };

  const store: PassWrites = {
    createPass: (templateHash, decide, idempotency) =>
      write(() => {
        const replayed = idempotency && keys.replay(idempotency);
        if (replayed) return replayed;
        const creation = create(templateHash, decide);
        if (creation.create && idempotency) keys.keep(idempotency, creation.answer);
        return { replayed: false, result: creation.result };
      }),

    createPasses: (given) =>
      write(() =>
        given.map(({ templateHash, decide }, index) => item(index, () => create(templateHash, decide).result)),
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

    deletePass: (hash, now) =>
      write(() => {
        const pass = idByHash.get({ hash });
        if (!pass) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
        jobs.dropPass(pass.id);
        const updateTag = tags.draw();
        if (withdraw({ passId: pass.id }, updateTag, now) > 0) {
          jobs.enqueue({ kind: 'push_pass', subjectId: pass.id, updateTag, runAt: now });
        }
        db.delete(passes).where(eq(passes.id, pass.id)).run();
      }),
  };
  return { store, change };
}

/** Bit n is set when access type n is among the facts. */
function accessedBits(access: AccessFacts): number {
  return Object.keys(access).reduce((bits, type) => bits | (1 << Number(type)), 0);
}
