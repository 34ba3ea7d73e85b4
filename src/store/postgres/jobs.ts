// Jobs are rows, written in the commit of the change that caused them. At most one waits for a
// kind, subject and key.
import type { Job, JobKind } from '../../ports/store/jobs.ts';
import { kindsAbout } from '../work.ts';
import type { Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

// A transaction may have an older tag than one that commits before it: the job's tag still grows, so
// that a server that is doing the job notices. The next claim draws a tag (jobs-claims.ts). A
// `push_device` has the tag of a claim already.
const JOINED = `update_tag = greatest(j.update_tag + (j.kind <> 'push_device')::integer, excluded.update_tag)`;

const add = statement(`
  INSERT INTO jobs AS j (kind, subject_id, key, update_tag, run_at, attempts)
  VALUES ($1, $2, '', coalesce($4::bigint, update_tag()), $3, 0)
  ON CONFLICT (kind, subject_id, key) DO UPDATE SET ${JOINED}`);
const addPush = statement(`
  INSERT INTO jobs AS j (kind, subject_id, key, update_tag, run_at, attempts)
  SELECT 'push_pass', id, '', CASE WHEN $2 THEN update_tag() ELSE update_tag END, $3, 0
  FROM passes WHERE id = $1 AND on_phone AND NOT google_only
  ON CONFLICT (kind, subject_id, key) DO UPDATE SET ${JOINED}`);
const addGooglePass = statement(`
  INSERT INTO jobs AS j (kind, subject_id, key, update_tag, run_at, attempts)
  SELECT 'google_pass', pass_id, '', update_tag(), $2, 0 FROM google_objects WHERE pass_id = $1
  ON CONFLICT (kind, subject_id, key) DO UPDATE SET ${JOINED}`);
const addGoogleTemplate = statement(`
  INSERT INTO jobs AS j (kind, subject_id, key, update_tag, run_at, attempts)
  SELECT 'google_template', t.id, '', update_tag(), $2, 0 FROM templates t
  WHERE t.id = $1 AND EXISTS (SELECT FROM google_accounts g WHERE g.account_id = t.account_id)
  ON CONFLICT (kind, subject_id, key) DO UPDATE SET ${JOINED}`);
const scheduleAt = statement(`
  INSERT INTO jobs (kind, subject_id, key, update_tag, run_at, attempts) VALUES ($1, $2, $3, 0, $4, 0)
  ON CONFLICT (kind, subject_id, key) DO UPDATE SET run_at = excluded.run_at`);
const unschedule = statement('DELETE FROM jobs WHERE kind = $1 AND subject_id = $2 AND key = $3');
const drop = statement('DELETE FROM jobs WHERE kind = ANY($1) AND subject_id = $2');
const dropOfPasses = statement(`
  DELETE FROM jobs WHERE kind = ANY($1) AND subject_id IN (SELECT id FROM passes WHERE template_id = $2)`);

/** The kinds whose subject is a pass, and those whose subject is a template. */
const OF_PASS = kindsAbout('pass');
const OF_TEMPLATE = kindsAbout('template');

/**
 * Adds a push, or joins the waiting one, which then delivers the newer tag at its own time.
 * `updateTag` absent: that of the transaction.
 */
export function enqueue(
  tx: Tx,
  { kind, subjectId, updateTag, runAt }: Pick<Job, 'kind' | 'subjectId' | 'runAt'> & { readonly updateTag?: number },
): void {
  tx.send(add, kind, subjectId, runAt, updateTag ?? null);
  tx.announceJobs();
}

/**
 * The same for the push of a pass, unless the pass is on no device: a device that registers later
 * gets the pass as it is then. `hasOwnTag`: see DuePush.
 */
export function enqueuePush(tx: Tx, passId: number, hasOwnTag: boolean, runAt: number): void {
  void tx.send(addPush, passId, hasOwnTag, runAt).then((count) => {
    if (count > 0) tx.announceJobs();
  });
}

/**
 * Adds the job that tells Google Wallet of a pass without a change of its look, unless Google has
 * none.
 */
export function enqueueGooglePass(tx: Tx, passId: number, runAt: number): void {
  void tx.send(addGooglePass, passId, runAt).then((count) => {
    if (count > 0) tx.announceJobs();
  });
}

/**
 * Adds the job that tells Google Wallet of a template and its passes, unless the owner has no issuer
 * there.
 */
export function enqueueGoogleTemplate(tx: Tx, templateId: number, runAt: number): void {
  void tx.send(addGoogleTemplate, templateId, runAt).then((count) => {
    if (count > 0) tx.announceJobs();
  });
}

/**
 * Adds a job for a time, in place of a waiting one of the same kind, subject and key (empty unless
 * given). `runAt` null: removes the waiting one.
 */
export function schedule(
  tx: Tx,
  {
    kind,
    subjectId,
    key = '',
  }: { readonly kind: JobKind; readonly subjectId: number; readonly key?: string | undefined },
  runAt: number | null,
): void {
  if (runAt === null) {
    tx.send(unschedule, kind, subjectId, key);
    return;
  }
  tx.send(scheduleAt, kind, subjectId, key, runAt);
  tx.announceJobs();
}

/** Drops the jobs of a pass. */
export function dropJobsOfPass(tx: Tx, passId: number): void {
  tx.send(drop, OF_PASS, passId);
}

/** Drops the template's jobs and those of its passes, which must still exist. */
export function dropJobsOfTemplate(tx: Tx, templateId: number): void {
  tx.send(drop, OF_TEMPLATE, templateId);
  tx.send(dropOfPasses, OF_PASS, templateId);
}
