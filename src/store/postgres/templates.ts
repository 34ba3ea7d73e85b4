// Stores templates and their versions. A written version never changes.
import { eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { NewEvent } from '../../ports/store/events.ts';
import type { Template, TemplateStore, TemplateVersion } from '../../ports/store/templates.ts';
import { movesOwnExpiries } from '../../rules/passes/expiry.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { movesWords } from '../../rules/passes/search-words.ts';
import { hasSchedules, movesSchedules } from '../../rules/schedules/moves.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { newTemplateRow, templateAfter } from '../changes.ts';
import { movesTemplateEnd } from '../ends.ts';
import { requireAccount } from './accounts.ts';
import { holdCampaign, placeInCampaign } from './campaigns.ts';
import { withdraw } from './devices-withdrawn.ts';
import { draftMark, dropDraft } from './drafts.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { inOrder } from './engine/in-order.ts';
import { statement } from './engine/statement.ts';
import type { EventLog } from './events.ts';
import { dropJobsOfTemplate, enqueue, enqueueGoogleTemplate } from './jobs.ts';
import type { TemplateEnds } from './jobs-ends.ts';
import type { RuleUses } from './rule-uses.ts';
import { templateIssues, templates } from './schema.ts';
import { type Snapshots, templateColumns } from './snapshots.ts';
import { ahead } from './update-tags.ts';

interface Parts {
  readonly log: EventLog;
  readonly rules: RuleUses;
  readonly ends: TemplateEnds;
  readonly snapshots: Snapshots;
}

/** How many passes one statement deletes of a template, so that none takes too long. */
const PASSES_AT_ONCE = 1000;

const SELECT = `SELECT ${templateColumns('t')} FROM templates t`;
const ofAccount = statement<Template>(`${SELECT} WHERE t.account_id = $1 ORDER BY t.id`);
const gallery = statement<Template>(`
  ${SELECT} WHERE t.account_id = $1 AND t.is_example = $2 AND t.id < $3 ORDER BY t.id DESC LIMIT $4`);
const version = statement<{ passConstructor: JsonObject }>(`
  SELECT pass_constructor AS "passConstructor" FROM template_versions WHERE template_id = $1 AND version = $2`);
const versions = statement<TemplateVersion>(`
  SELECT version, created_at AS "createdAt", length(pass_constructor::text) AS size, author, note
  FROM template_versions WHERE template_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3`);
const addVersion = statement(`
  INSERT INTO template_versions (template_id, version, pass_constructor, created_at, author, note)
  VALUES ($1, $2, $3, $4, $5, $6)`);
const sources = statement<{ source: string; created: number }>(`
  SELECT source, sum(created) AS created FROM pass_sources WHERE template_id = $1
  GROUP BY source ORDER BY created DESC, source`);
const lockWhole = statement<{ id: number }>('SELECT id FROM templates WHERE id = $1 FOR UPDATE');
const deletes = statement("SELECT set_config('passwright.deletes', $1::text, true)");
const deletePasses = statement<{ last: number | null }>(`
  WITH slice AS (SELECT id FROM passes WHERE template_id = $1 AND id > $2 ORDER BY id LIMIT ${PASSES_AT_ONCE} FOR UPDATE),
    gone AS (DELETE FROM passes WHERE id IN (SELECT id FROM slice))
  SELECT max(id) AS last FROM slice`);
const remove = statement('DELETE FROM templates WHERE id = $1');

export function templateStore({ read, write }: Connection, { log, rules, ends, snapshots }: Parts): TemplateStore {
  const inTurn = inOrder();
  const constructorOf = async (queries: Queries, id: number, number: number) =>
    (await queries.row(version, id, number))?.passConstructor ?? null;

  /**
   * Logs the event and enqueues the push. The push has the tag of the transaction, which no device
   * has: it goes out even when nothing changed.
   */
  function announce(tx: Tx, template: Pick<Template, 'id' | 'version'>, event: NewEvent): void {
    log.appendToTemplate(tx, template, event);
    enqueue(tx, { kind: 'push_template', subjectId: template.id, runAt: event.time });
    enqueueGoogleTemplate(tx, template.id, event.time);
  }

  return {
    createTemplate: ({ passConstructor, author = null, issue, now, ...values }) =>
      write(async (tx): Promise<Template> => {
        await requireAccount(tx, values.accountId);
        const [made] = await tx.db
          .insert(templates)
          .values({ ...values, ...newTemplateRow(now), updateTag: sql`update_tag()` })
          .returning();
        const template = made!;
        tx.send(addVersion, template.id, 1, JSON.stringify(passConstructor), now, author, null);
        await rules.renew(tx, template.id, {}, passConstructor, now);
        if (issue) await placeInCampaign(tx, template, issue);
        const placed = issue && (await snapshots.templateById(tx, template.id));
        await ends.reschedule(tx, template.id, now, placed !== undefined && isOver(placed?.issue ?? null, now));
        if (hasSchedules(passConstructor)) enqueue(tx, { kind: 'schedule_dues', subjectId: template.id, runAt: now });
        if (!template.isExample) enqueueGoogleTemplate(tx, template.id, now);
        return template;
      }),

    changeTemplate: (hash, now, decide) =>
      inTurn(hash, () =>
        write(async (tx) => {
          holdCampaign(tx, hash);
          const snapshot = await snapshots.lockedTemplate(tx, hash);
          if (!snapshot) throw new AppError('template_not_found');
          const { id, version: present } = snapshot.template;
          const [passConstructor, draft, newest] = await Promise.all([
            constructorOf(tx, id, present),
            draftMark(tx, id),
            ahead(tx),
          ]);
          if (!passConstructor) throw new Error(`Template ${id} has no version ${present}.`);
          const change = decide(snapshot, passConstructor, draft);
          const { result } = change;
          if (change.event) announce(tx, { id, version: change.passConstructor ? present + 1 : present }, change.event);
          if (change.dropsDraft === true) dropDraft(tx, id);
          const written = templateAfter(snapshot.template, change, now, newest);
          if (written === null) return { template: snapshot.template, result };
          tx.announceEvents();
          const { row, version: next, issue } = written;
          if (next) {
            const { author = null, note = null } = change;
            tx.send(addVersion, id, next.version, JSON.stringify(next.passConstructor), now, author, note);
            await rules.renew(tx, id, passConstructor, next.passConstructor, now);
          }
          if (issue) await tx.db.update(templateIssues).set(issue).where(eq(templateIssues.templateId, id));
          const [template] = await tx.db
            .update(templates)
            .set({ ...row, ...(next ? { updateTag: sql`update_tag()` } : {}) })
            .where(eq(templates.id, id))
            .returning();
          if (next && movesOwnExpiries(passConstructor, next.passConstructor)) {
            enqueue(tx, { kind: 'schedule_expiries', subjectId: id, runAt: now });
          }
          if (next && movesWords(passConstructor, next.passConstructor)) {
            enqueue(tx, { kind: 'index_passes', subjectId: id, runAt: now });
          }
          if (next && movesSchedules(passConstructor, next.passConstructor)) {
            enqueue(tx, { kind: 'schedule_dues', subjectId: id, runAt: now });
          }
          if (next) enqueueGoogleTemplate(tx, id, now);
          if (movesTemplateEnd(change)) await ends.reschedule(tx, id, now, isOver(snapshot.issue, now));
          return { template: template!, result };
        }),
      ),

    deleteTemplate: (id, now) =>
      write(async (tx) => {
        if (!(await tx.row(lockWhole, id))) throw new AppError('template_not_found');
        tx.announceEvents();
        dropJobsOfTemplate(tx, id);
        enqueueGoogleTemplate(tx, id, now);
        if ((await withdraw(tx, { templateId: id }, now)) > 0) {
          enqueue(tx, { kind: 'push_template', subjectId: id, runAt: now });
        }
        tx.send(deletes, id);
        for (let last: number | null = 0; last !== null; ) last = (await tx.row(deletePasses, id, last))!.last;
        tx.send(remove, id);
      }),

    templateByHash: (hash) => snapshots.templateByHash(read, hash),
    templateById: (id) => snapshots.templateById(read, id),
    templatesOf: (accountId) => read.rows(ofAccount, accountId),
    gallery: (accountId, { isExample, before, count }) => read.rows(gallery, accountId, isExample, before, count),
    templateVersions: (id, { before, count }) => read.rows(versions, id, before, count),
    templateVersion: (id, number) => constructorOf(read, id, number),
    passSources: (templateId) => read.rows(sources, templateId),

    pushTemplate: (templateId, event) =>
      write(async (tx) => {
        tx.leavesKept();
        const snapshot = await snapshots.templateById(tx, templateId);
        if (!snapshot) throw new AppError('template_not_found');
        announce(tx, snapshot.template, event);
      }),
  };
}
