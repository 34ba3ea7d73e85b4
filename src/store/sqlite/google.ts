// Stores what Google Wallet has of accounts, passes and templates.
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import type { GoogleRefusal, GoogleStore, RefusedTemplate } from '../../ports/store/google.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import { googleAccounts, googleClasses, googleNonces, googleObjects, googleRefusals, passes } from './schema.ts';

export function googleStore({ client, db, write }: Connection, jobs: JobQueue): GoogleStore {
  const ofAccount = db
    .select()
    .from(googleAccounts)
    .where(eq(googleAccounts.accountId, sql.placeholder('id')))
    .prepare();
  const ofPass = db
    .select()
    .from(googleObjects)
    .where(eq(googleObjects.passId, sql.placeholder('id')))
    .prepare();
  const isHere = db
    .select({ id: passes.id })
    .from(passes)
    .where(eq(passes.id, sql.placeholder('id')))
    .prepare();
  const refusal = client.prepare<[number], GoogleRefusal>(
    'SELECT resource, status, reason, time FROM google_refusals WHERE template_id = ?',
  );
  const refusals = client.prepare<[number, number], RefusedTemplate>(`
    SELECT r.resource, r.status, r.reason, r.time, t.hash AS templateHash, t.name AS templateName
    FROM templates t CROSS JOIN google_refusals r ON r.template_id = t.id
    WHERE t.account_id = ? ORDER BY r.time DESC, r.template_id LIMIT ?`);
  const endRefusals = client.prepare<[number]>(
    'DELETE FROM google_refusals WHERE template_id IN (SELECT id FROM templates WHERE account_id = ?)',
  );
  const noteRefusal = client.prepare<[GoogleRefusal & { templateId: number }]>(`
    INSERT OR REPLACE INTO google_refusals (template_id, resource, status, reason, time)
    SELECT id, :resource, :status, :reason, :time FROM templates WHERE id = :templateId`);

  return {
    googleAccount: async (id) => {
      const row = ofAccount.get({ id });
      return row === undefined ? null : { ...row, encryptedKey: new Uint8Array(row.encryptedKey) };
    },

    setGoogleAccount: ({ encryptedKey, ...account }) =>
      write(() => {
        const row = { ...account, encryptedKey: Buffer.from(encryptedKey), problem: null };
        db.insert(googleAccounts).values(row).onConflictDoUpdate({ target: googleAccounts.accountId, set: row }).run();
        endRefusals.run(account.accountId);
      }),

    removeGoogleAccount: (id) =>
      write(() => {
        endRefusals.run(id);
        return db.delete(googleAccounts).where(eq(googleAccounts.accountId, id)).run().changes > 0;
      }),

    noteGoogleProblem: (id, problem) =>
      write(() => {
        db.update(googleAccounts).set({ problem }).where(eq(googleAccounts.accountId, id)).run();
      }),

    googleObject: async (id) => ofPass.get({ id }) ?? null,

    wantGoogleObject: (object) =>
      write(() => {
        const id = object.passId;
        if (isHere.get({ id }) === undefined) return null;
        const there = ofPass.get({ id });
        if (there !== undefined && there.issuerId === object.issuerId) return there;
        const row = { ...object, state: 'wanted' as const, ...NOTHING_SENT };
        db.insert(googleObjects).values(row).onConflictDoUpdate({ target: googleObjects.passId, set: row }).run();
        db.update(passes).set({ onGoogle: true }).where(eq(passes.id, id)).run();
        return ofPass.get({ id })!;
      }),

    recordGoogleObject: (id, outcome) =>
      write(() => {
        db.update(googleObjects).set(outcome).where(eq(googleObjects.passId, id)).run();
      }),

    forgetGoogleObject: (id) =>
      write(() => {
        db.delete(googleObjects)
          .where(and(eq(googleObjects.passId, id), eq(googleObjects.state, 'deleted')))
          .run();
      }),

    googleObjectsOf: async (templateId, after, count) =>
      db
        .select()
        .from(googleObjects)
        .where(and(eq(googleObjects.templateId, templateId), gt(googleObjects.passId, after)))
        .orderBy(asc(googleObjects.passId))
        .limit(count)
        .all(),

    googleClasses: async (templateId) =>
      db
        .select()
        .from(googleClasses)
        .where(eq(googleClasses.templateId, templateId))
        .orderBy(asc(googleClasses.resource))
        .all(),

    recordGoogleClass: (row) =>
      write(() => {
        const target = [googleClasses.templateId, googleClasses.resource];
        db.insert(googleClasses).values(row).onConflictDoUpdate({ target, set: row }).run();
        const { templateId, resource } = row;
        db.delete(googleRefusals)
          .where(and(eq(googleRefusals.templateId, templateId), eq(googleRefusals.resource, resource)))
          .run();
      }),

    googleRefusal: async (templateId) => refusal.get(templateId) ?? null,
    googleRefusalsOf: async (accountId, count) => refusals.all(accountId, count),

    noteGoogleRefusal: (templateId, given) =>
      write(() => {
        if (given === null) db.delete(googleRefusals).where(eq(googleRefusals.templateId, templateId)).run();
        else noteRefusal.run({ templateId, ...given });
      }),

    googleSaved: (id, now) =>
      write(() => {
        const object = ofPass.get({ id });
        if (object === undefined || object.state === 'deleted') return;
        db.update(googleObjects).set({ state: 'live', isSaved: true }).where(eq(googleObjects.passId, id)).run();
        if (object.state === 'wanted') jobs.enqueueGooglePass(id, 0, now);
      }),

    googleRemoved: (id) =>
      write(() => {
        db.update(googleObjects).set({ isSaved: false }).where(eq(googleObjects.passId, id)).run();
      }),

    isGoogleNonceUsed: async (nonce) =>
      db.select().from(googleNonces).where(eq(googleNonces.nonce, nonce)).get() !== undefined,

    useGoogleNonce: (nonce, expires, now) =>
      write(() => {
        const [there] = db.select().from(googleNonces).where(eq(googleNonces.nonce, nonce)).all();
        if (there !== undefined && there.expires > now) return false;
        const row = { nonce, expires };
        db.insert(googleNonces).values(row).onConflictDoUpdate({ target: googleNonces.nonce, set: row }).run();
        return true;
      }),

    forgetGoogleNonces: (now) =>
      write(() => {
        db.delete(googleNonces).where(lte(googleNonces.expires, now)).run();
      }),
  };
}

const NOTHING_SENT = { sent: null, toldAt: null, noticeDay: 0, notices: 0, status: null, reason: null, isSaved: false };
