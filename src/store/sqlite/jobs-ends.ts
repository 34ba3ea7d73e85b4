// Jobs for the ends of templates, campaigns and passes. The commit that sets an end also writes its
// job row; this file says what the job does.
import { and, eq } from 'drizzle-orm';
import type { JobStore, TellEnd } from '../../ports/store/jobs.ts';
import { isOver } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { templateModified } from '../changes.ts';
import { isDue, nextEnd } from '../ends.ts';
import { issueOf } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import type { ChangePass } from './passes.ts';
import { jobs as jobRows, passes, templates } from './schema.ts';
import { passByHash, templateById } from './snapshots.ts';
import type { UpdateTags } from './update-tags.ts';
import type { QueueMessage } from './webhooks-queue.ts';

export interface TemplateEnds {
  /**
   * Sets the template's job to its next end after `now`, or to `now` when a change just ended the
   * template or reopened it. `wasOver`: whether it was over before the change. Inside a write only.
   */
  reschedule(templateId: number, now: number, wasOver: boolean): void;
}

export function templateEnds(connection: Connection, jobs: JobQueue): TemplateEnds {
  const { client } = connection;
  const issue = issueOf(connection);
  const constructorOf = client
    .prepare<[number], string>(`
      SELECT v.pass_constructor FROM templates t JOIN template_versions v ON v.template_id = t.id AND v.version = t.version
      WHERE t.id = ?`)
    .pluck();
  const dueAt = client
    .prepare<[number], number>("SELECT run_at FROM jobs WHERE kind = 'expire_template' AND subject_id = ? AND key = ''")
    .pluck();

  return {
    reschedule(templateId, now, wasOver) {
      if (isDue(dueAt.get(templateId), now)) return;
      const passConstructor = JSON.parse(constructorOf.get(templateId) ?? '{}') as JsonObject;
      const next = nextEnd(issue(templateId), passConstructor, now, wasOver);
      jobs.schedule({ kind: 'expire_template', subjectId: templateId }, next);
    },
  };
}

interface Parts {
  readonly tags: UpdateTags;
  readonly jobs: JobQueue;
  readonly ends: TemplateEnds;
  /** Writes a decision about a pass. */
  readonly change: ChangePass;
  readonly queueMessage: QueueMessage;
}

export function endStore(
  connection: Connection,
  { tags, jobs, ends, change, queueMessage }: Parts,
): Pick<JobStore, 'expire'> {
  const { db, write, eventsWritten } = connection;
  const template = templateById(connection);
  const byHash = passByHash(connection);

  function endTemplate(id: number, now: number, tell?: TellEnd): void {
    const snapshot = template(id);
    if (!snapshot) return;
    for (const message of tell?.template(snapshot) ?? []) queueMessage(message, null);
    eventsWritten.announce();
    const updateTag = tags.draw();
    const lastModified = templateModified(now, snapshot.template, tags.ahead());
    db.update(templates).set({ updateTag, lastModified }).where(eq(templates.id, id)).run();
    jobs.enqueue({ kind: 'push_template', subjectId: id, updateTag, runAt: now });
    jobs.enqueueGoogleTemplate(id, updateTag, now);
    ends.reschedule(id, now, isOver(snapshot.issue, now));
  }

  function endPass(id: number, now: number, tell?: TellEnd): void {
    const row = db.select({ hash: passes.hash }).from(passes).where(eq(passes.id, id)).get();
    const snapshot = row && byHash(row.hash);
    if (!snapshot) return;
    const messages = tell?.pass(snapshot) ?? [];
    change(snapshot, () => ({ touchedAt: now, push: true, messages, result: null }));
  }

  return {
    expire: ({ kind, subjectId, key, id }, now, tell) =>
      write(() => {
        const ofKind = and(eq(jobRows.kind, kind), eq(jobRows.subjectId, subjectId), eq(jobRows.key, key));
        const row = and(ofKind, eq(jobRows.id, id));
        const job = db.select({ runAt: jobRows.runAt }).from(jobRows).where(row).get();
        if (!job || job.runAt > now) return;
        db.delete(jobRows).where(row).run();
        if (kind === 'expire_template') endTemplate(subjectId, now, tell);
        if (kind === 'expire_pass') endPass(subjectId, now, tell);
      }),
  };
}
