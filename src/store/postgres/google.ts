// Stores what Google Wallet has of accounts, passes and templates.
import { eq } from 'drizzle-orm';
import type {
  GoogleClassRow,
  GoogleObject,
  GoogleRefusal,
  GoogleStore,
  RefusedTemplate,
  StoredGoogleAccount,
} from '../../ports/store/google.ts';
import type { Connection } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { enqueueGooglePass } from './jobs.ts';
import { googleAccounts, googleClasses, googleObjects } from './schema.ts';

const OBJECT = columnsOf(googleObjects, 'o');
const ofAccount = statement<StoredGoogleAccount>(
  `SELECT ${columnsOf(googleAccounts, 'a')} FROM google_accounts a WHERE account_id = $1`,
);
const putAccount = statement(`
  INSERT INTO google_accounts (account_id, issuer_id, client_email, private_key_id, encrypted_key, changed_at, problem)
  SELECT id, $2, $3, $4, $5, $6, NULL FROM accounts WHERE id = $1
  ON CONFLICT (account_id) DO UPDATE SET issuer_id = excluded.issuer_id, client_email = excluded.client_email,
    private_key_id = excluded.private_key_id, encrypted_key = excluded.encrypted_key, changed_at = excluded.changed_at,
    problem = NULL`);
const removeAccount = statement('DELETE FROM google_accounts WHERE account_id = $1');
const noteProblem = statement('UPDATE google_accounts SET problem = $2 WHERE account_id = $1');
const ofPass = statement<GoogleObject>(`SELECT ${OBJECT} FROM google_objects o WHERE pass_id = $1`);
const ofTemplate = statement<GoogleObject>(`
  SELECT ${OBJECT} FROM google_objects o WHERE template_id = $1 AND pass_id > $2 ORDER BY pass_id LIMIT $3`);
const lockPass = statement<{ id: number }>('SELECT id FROM passes WHERE id = $1 FOR NO KEY UPDATE');
const want = statement(`
  INSERT INTO google_objects AS o
    (pass_id, account_id, template_id, pass_hash, issuer_id, resource, state, notice_day, notices)
  VALUES ($1, $2, $3, $4, $5, $6, 'wanted', 0, 0)
  ON CONFLICT (pass_id) DO UPDATE SET account_id = excluded.account_id, template_id = excluded.template_id,
    pass_hash = excluded.pass_hash, issuer_id = excluded.issuer_id, resource = excluded.resource, state = 'wanted',
    sent = NULL, told_at = NULL, notice_day = 0, notices = 0, status = NULL, reason = NULL, is_saved = false
  WHERE o.issuer_id <> excluded.issuer_id`);
const mark = statement('UPDATE passes SET on_google = true WHERE id = $1 AND NOT on_google');
const forget = statement(`DELETE FROM google_objects WHERE pass_id = $1 AND state = 'deleted'`);
const classesOf = statement<GoogleClassRow>(`
  SELECT ${columnsOf(googleClasses, 'c')} FROM google_classes c WHERE template_id = $1 ORDER BY resource`);
const putClass = statement(`
  INSERT INTO google_classes (template_id, resource, issuer_id, sent, sent_at)
  SELECT id, $2, $3, $4, $5 FROM templates WHERE id = $1
  ON CONFLICT (template_id, resource) DO UPDATE SET issuer_id = excluded.issuer_id, sent = excluded.sent,
    sent_at = excluded.sent_at`);
const endRefusal = statement('DELETE FROM google_refusals WHERE template_id = $1 AND resource = $2');
const endRefusals = statement('DELETE FROM google_refusals WHERE template_id = $1');
const endAllRefusals = statement(
  'DELETE FROM google_refusals WHERE template_id IN (SELECT id FROM templates WHERE account_id = $1)',
);
const refusal = statement<GoogleRefusal>(
  'SELECT resource, status, reason, time FROM google_refusals WHERE template_id = $1',
);
const refusals = statement<RefusedTemplate>(`
  SELECT r.resource, r.status, r.reason, r.time, t.hash AS "templateHash", t.name AS "templateName"
  FROM templates t JOIN google_refusals r ON r.template_id = t.id
  WHERE t.account_id = $1 ORDER BY r.time DESC, r.template_id LIMIT $2`);
const noteRefusal = statement(`
  INSERT INTO google_refusals (template_id, resource, status, reason, time)
  SELECT id, $2, $3, $4, $5 FROM templates WHERE id = $1
  ON CONFLICT (template_id) DO UPDATE SET resource = excluded.resource, status = excluded.status,
    reason = excluded.reason, time = excluded.time`);
const saved = statement<{ wasWanted: boolean }>(`
  UPDATE google_objects o SET state = 'live', is_saved = true
  FROM (SELECT pass_id, state FROM google_objects WHERE pass_id = $1 FOR UPDATE) before
  WHERE o.pass_id = before.pass_id AND o.state <> 'deleted' RETURNING before.state = 'wanted' AS "wasWanted"`);
const removed = statement('UPDATE google_objects SET is_saved = false WHERE pass_id = $1');
const hasNonce = statement<{ nonce: string }>('SELECT nonce FROM google_nonces WHERE nonce = $1');
const useNonce = statement(`
  INSERT INTO google_nonces AS n (nonce, expires) VALUES ($1, $2)
  ON CONFLICT (nonce) DO UPDATE SET expires = excluded.expires WHERE n.expires <= $3`);
const forgetNonces = statement('DELETE FROM google_nonces WHERE expires <= $1');

export function googleStore({ read, write }: Connection): GoogleStore {
  return {
    googleAccount: async (id) => {
      const row = await read.row(ofAccount, id);
      return row === undefined ? null : { ...row, encryptedKey: new Uint8Array(row.encryptedKey) };
    },

    setGoogleAccount: ({ accountId, issuerId, clientEmail, privateKeyId, encryptedKey, changedAt }) =>
      write(async (tx) => {
        tx.leavesKept();
        const key = Buffer.from(encryptedKey);
        await tx.run(putAccount, accountId, issuerId, clientEmail, privateKeyId, key, changedAt);
        await tx.run(endAllRefusals, accountId);
      }),

    removeGoogleAccount: (id) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.run(endAllRefusals, id);
        return (await tx.run(removeAccount, id)) > 0;
      }),

    noteGoogleProblem: (id, problem) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.run(noteProblem, id, problem && JSON.stringify(problem));
      }),

    googleObject: async (id) => (await read.row(ofPass, id)) ?? null,

    wantGoogleObject: ({ passId, accountId, templateId, passHash, issuerId, resource }) =>
      write(async (tx) => {
        tx.leavesKept();
        // A change of the pass waits for this commit, and then brings a job.
        if ((await tx.row(lockPass, passId)) === undefined) return null;
        await tx.run(want, passId, accountId, templateId, passHash, issuerId, resource);
        await tx.run(mark, passId);
        return (await tx.row(ofPass, passId))!;
      }),

    recordGoogleObject: (id, outcome) =>
      write(async (tx) => {
        tx.leavesKept();
        if (outcome.isSaved !== undefined) await tx.row(lockPass, id);
        await tx.db.update(googleObjects).set(outcome).where(eq(googleObjects.passId, id));
      }),

    forgetGoogleObject: (id) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.run(forget, id);
      }),

    googleObjectsOf: (templateId, after, count) => read.rows(ofTemplate, templateId, after, count),
    googleClasses: (templateId) => read.rows(classesOf, templateId),

    recordGoogleClass: ({ templateId, resource, issuerId, sent, sentAt }) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.run(putClass, templateId, resource, issuerId, JSON.stringify(sent), sentAt);
        await tx.run(endRefusal, templateId, resource);
      }),

    googleRefusal: async (templateId) => (await read.row(refusal, templateId)) ?? null,
    googleRefusalsOf: (accountId, count) => read.rows(refusals, accountId, count),

    noteGoogleRefusal: (templateId, given) =>
      write(async (tx) => {
        tx.leavesKept();
        if (given === null) await tx.run(endRefusals, templateId);
        else await tx.run(noteRefusal, templateId, given.resource, given.status, given.reason, given.time);
      }),

    googleSaved: (id, now) =>
      write(async (tx) => {
        tx.leavesKept();
        // What is saved changes the pass's row: all lock that one first.
        await tx.row(lockPass, id);
        if ((await tx.row(saved, id))?.wasWanted === true) enqueueGooglePass(tx, id, now);
      }),

    googleRemoved: (id) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.row(lockPass, id);
        await tx.run(removed, id);
      }),

    isGoogleNonceUsed: async (nonce) => (await read.row(hasNonce, nonce)) !== undefined,

    useGoogleNonce: (nonce, expires, now) =>
      write(async (tx) => {
        tx.leavesKept();
        return (await tx.run(useNonce, nonce, expires, now)) > 0;
      }),

    forgetGoogleNonces: (now) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.run(forgetNonces, now);
      }),
  };
}
