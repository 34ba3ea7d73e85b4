// Stores what Google Wallet has of accounts, passes and templates.
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import type { GoogleStore } from '../../ports/store/google.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import { googleAccounts, googleClasses, googleNonces, googleObjects, passes } from './schema.ts';

export function googleStore({ db, write, writeAlong }: Connection, jobs: JobQueue): GoogleStore {
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

  return {
    googleAccount: async (id) => {
      const row = ofAccount.get({ id });
      return row === undefined ? null : { ...row, encryptedKey: new Uint8Array(row.encryptedKey) };
    },

    setGoogleAccount: ({ encryptedKey, ...account }) =>
      write(() => {
        const row = { ...account, encryptedKey: Buffer.from(encryptedKey), problem: null };
        db.insert(googleAccounts).values(row).onConflictDoUpdate({ target: googleAccounts.accountId, set: row }).run();
      }),

    removeGoogleAccount: (id) =>
      write(() => db.delete(googleAccounts).where(eq(googleAccounts.accountId, id)).run().changes > 0),

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
      writeAlong(() => {
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
