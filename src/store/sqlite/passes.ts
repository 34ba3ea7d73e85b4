// Passes: a decision reads the pass, its template and owner, and what it decides is written in the same transaction.
import { eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Pass, PassChange, Store } from '../../ports/store.ts';
import type { AccessFacts } from '../../rules/facts.ts';
import { recordAccess } from '../../rules/facts.ts';
import type { Connection } from './connection.ts';
import type { EventLog } from './events.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { JobQueue } from './jobs.ts';
import { passes } from './schema.ts';
import { passByHash, templateByHash } from './snapshots.ts';
import type { UpdateTags } from './update-tags.ts';

interface Parts {
  readonly tags: UpdateTags;
  readonly log: EventLog;
  readonly jobs: JobQueue;
  readonly keys: IdempotencyKeys;
}

type PassStore = Pick<Store, 'createPass' | 'changePass' | 'passByHash' | 'deletePass'>;

export function passStore(connection: Connection, { tags, log, jobs, keys }: Parts): PassStore {
  const { client, db, write } = connection;
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
      createdAt: sql.placeholder('createdAt'),
      updatedAt: sql.placeholder('updatedAt'),
      accessed: sql.placeholder('accessed'),
      access: sql.placeholder('access'),
      overrides: sql.placeholder('overrides'),
    })
    .returning({ id: passes.id })
    .prepare();
  const update = client.prepare<[string | null, string, number, number, number]>(
    'UPDATE passes SET overrides = coalesce(?, overrides), access = ?, update_tag = ?, updated_at = ? WHERE id = ?',
  );
  // On its own, because it changes an index, and only at the first access of a type.
  const setAccessed = client.prepare<[number, number]>('UPDATE passes SET accessed = ? WHERE id = ?');

  const accessAfter = (access: AccessFacts, { event }: PassChange<unknown>) =>
    event?.logged ? recordAccess(access, event.accessType, event.time) : access;

  function changeRow(pass: Pass, change: PassChange<unknown>): number {
    const { id } = pass;
    const touched = change.touchedAt !== undefined;
    const access = accessAfter(pass.access, change);
    const updateTag = touched ? tags.draw() : pass.updateTag;
    if (!touched && !change.overrides && access === pass.access) return updateTag;
    const overrides = change.overrides ? JSON.stringify(change.overrides) : null;
    update.run(overrides, JSON.stringify(access), updateTag, change.touchedAt ?? pass.updatedAt, id);
    const accessed = accessedBits(access);
    if (accessed !== accessedBits(pass.access)) setAccessed.run(accessed, id);
    return updateTag;
  }

  /** What follows from a change besides the row itself. */
  function followUp(pass: Pick<Pass, 'id' | 'updateTag' | 'updatedAt'>, change: PassChange<unknown>): void {
    const { event, push } = change;
    if (event) log.appendToPass(pass.id, event);
    if (!push) return;
    const runAt = change.touchedAt ?? event?.time ?? pass.updatedAt;
    jobs.enqueue({ kind: 'push_pass', subjectId: pass.id, updateTag: pass.updateTag, runAt });
  }

  return {
    createPass: (templateHash, decide, idempotency) =>
      write(() => {
        const replayed = idempotency && keys.replay(idempotency);
        if (replayed) return replayed;
        const snapshot = templateOf(templateHash);
        if (!snapshot) throw new AppError('template_not_found');
        const creation = decide(snapshot);
        const { create } = creation;
        if (create) {
          const access = accessAfter({}, creation);
          const updateTag = tags.draw();
          const updatedAt = creation.touchedAt ?? create.createdAt;
          const { id } = insert.get({
            ...create,
            templateId: snapshot.template.id,
            overrides: creation.overrides ?? create.overrides,
            access,
            accessed: accessedBits(access),
            updateTag,
            updatedAt,
          });
          followUp({ id, updateTag, updatedAt }, creation);
          if (idempotency) keys.keep(idempotency, creation.answer);
        }
        return { replayed: false, result: creation.result };
      }),

    changePass: (hash, decide, idempotency) =>
      write(() => {
        const replayed = idempotency && keys.replay(idempotency);
        if (replayed) return replayed;
        const snapshot = byHash(hash);
        if (!snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
        const { pass } = snapshot;
        const change = decide(snapshot);
        const updateTag = changeRow(pass, change);
        followUp({ ...pass, updateTag }, change);
        if (idempotency) keys.keep(idempotency, change.answer);
        return { replayed: false, result: change.result };
      }),

    passByHash: async (hash) => byHash(hash) ?? null,

    deletePass: (hash) =>
      write(() => {
        const pass = idByHash.get({ hash });
        if (!pass) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
        jobs.dropPass(pass.id);
        db.delete(passes).where(eq(passes.id, pass.id)).run();
      }),
  };
}

/** Bit n is set when access type n is among the facts. */
function accessedBits(access: AccessFacts): number {
  return Object.keys(access).reduce((bits, type) => bits | (1 << Number(type)), 0);
}
