// Jobs for the ends of templates, campaigns and passes. The commit that sets an end also writes its
// job row; this file says what the job does.
import type { JobStore, TellEnd } from '../../ports/store/jobs.ts';
import { isOver } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { templateModified } from '../changes.ts';
import { isDue, nextEnd } from '../ends.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { enqueue, enqueueGoogleTemplate, schedule } from './jobs.ts';
import type { ChangePass } from './passes-changes.ts';
import type { Snapshots } from './snapshots.ts';
import { ahead } from './update-tags.ts';
import { queueMessage } from './webhooks-queue.ts';

export interface TemplateEnds {
  /**
   * Sets the template's job to its next end after `now`, or to `now` when a change just ended the
   * template or reopened it. `wasOver`: whether it was over before the change.
   */
  reschedule(tx: Tx, templateId: number, now: number, wasOver: boolean): Promise<void>;
}

// A job that looks for the next end and a change that sets it take turns.
const lockTemplate = statement('SELECT id FROM templates WHERE id = $1 FOR NO KEY UPDATE');
const constructorOf = statement<{ passConstructor: JsonObject }>(`
  SELECT v.pass_constructor AS "passConstructor"
  FROM templates t JOIN template_versions v ON v.template_id = t.id AND v.version = t.version WHERE t.id = $1`);
const dueAt = statement<{ runAt: number }>(
  `SELECT run_at AS "runAt" FROM jobs WHERE kind = 'expire_template' AND subject_id = $1 AND key = ''`,
);
const THIS_JOB = 'kind = $1 AND subject_id = $2 AND key = $3 AND id = $4';
const take = statement(`DELETE FROM jobs WHERE ${THIS_JOB} AND run_at <= $5`);
const touch = statement('UPDATE templates SET update_tag = update_tag(), last_modified = $2 WHERE id = $1');

export function templateEnds(snapshots: Snapshots): TemplateEnds {
  return {
    async reschedule(tx, templateId, now, wasOver) {
      await tx.run(lockTemplate, templateId);
      const [due, version, snapshot] = await Promise.all([
        tx.row(dueAt, templateId),
        tx.row(constructorOf, templateId),
        snapshots.templateById(tx, templateId),
      ]);
      if (isDue(due?.runAt, now)) return;
      const next = nextEnd(snapshot?.issue ?? null, version?.passConstructor ?? {}, now, wasOver);
      schedule(tx, { kind: 'expire_template', subjectId: templateId }, next);
    },
  };
}

interface Parts {
  readonly snapshots: Snapshots;
  readonly ends: TemplateEnds;
  /** Writes a decision about a pass. */
  readonly change: ChangePass;
}

export function endStore({ write }: Connection, { snapshots, ends, change }: Parts): Pick<JobStore, 'expire'> {
  async function endTemplate(tx: Tx, id: number, now: number, tell?: TellEnd): Promise<void> {
    const snapshot = await snapshots.templateById(tx, id);
    if (!snapshot) return;
    for (const message of tell?.template(snapshot) ?? []) queueMessage(tx, message, null);
    tx.announceEvents();
    tx.send(touch, id, templateModified(now, snapshot.template, await ahead(tx)));
    enqueue(tx, { kind: 'push_template', subjectId: id, runAt: now });
    enqueueGoogleTemplate(tx, id, now);
    await ends.reschedule(tx, id, now, isOver(snapshot.issue, now));
  }

  return {
    expire: ({ kind, subjectId, key, id }, now, tell) =>
      write(async (tx) => {
        // What the job is about is locked first, as by everybody who writes its job.
        const pass = kind === 'expire_pass' ? await snapshots.lockedById(tx, subjectId) : null;
        if (kind === 'expire_template') await tx.run(lockTemplate, subjectId);
        else tx.leavesKept();
        if ((await tx.run(take, kind, subjectId, key, id, now)) === 0) return;
        if (kind === 'expire_template') await endTemplate(tx, subjectId, now, tell);
        if (pass === null) return;
        const messages = tell?.pass(pass) ?? [];
        await change(tx, pass, () => ({ touchedAt: now, push: true, messages, result: null }));
      }),
  };
}
