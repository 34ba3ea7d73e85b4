// Stores templates and their versions. A written version never changes.
import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { NewEvent } from '../../ports/store/events.ts';
import type { Template, TemplateStore } from '../../ports/store/templates.ts';
import { movesOwnExpiries } from '../../rules/passes/expiry.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { movesWords } from '../../rules/passes/search-words.ts';
import { hasSchedules, movesSchedules } from '../../rules/schedules/moves.ts';
import { newTemplateRow, templateAfter } from '../changes.ts';
import { movesTemplateEnd } from '../ends.ts';
import { placeInCampaign } from './campaigns.ts';
import type { Withdraw } from './devices-withdrawn.ts';
import type { Drafts } from './drafts.ts';
import type { Connection } from './engine/connection.ts';
import type { EventLog } from './events.ts';
import type { JobQueue } from './jobs.ts';
import type { TemplateEnds } from './jobs-ends.ts';
import type { RuleUses } from './rule-uses.ts';
import { accounts, passSources, templateIssues, templates, templateVersions } from './schema.ts';
import { templateByHash, templateById, templateColumns } from './snapshots.ts';
import type { UpdateTags } from './update-tags.ts';

interface Parts {
  readonly tags: UpdateTags;
  readonly log: EventLog;
  readonly jobs: JobQueue;
  readonly rules: RuleUses;
  readonly withdraw: Withdraw;
  readonly ends: TemplateEnds;
  readonly drafts: Drafts;
}

export function templateStore(
  connection: Connection,
  { tags, log, rules, jobs, withdraw, ends, drafts }: Parts,
): TemplateStore {
  const { db, write, eventsWritten } = connection;
  const byHash = templateByHash(connection);
  const byId = templateById(connection);
  const version = db
    .select({ passConstructor: templateVersions.passConstructor })
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateId, sql.placeholder('id')),
        eq(templateVersions.version, sql.placeholder('version')),
      ),
    )
    .prepare();
  const versions = db
    .select({
      version: templateVersions.version,
      createdAt: templateVersions.createdAt,
      size: sql<number>`length(${templateVersions.passConstructor})`,
      author: templateVersions.author,
      note: templateVersions.note,
    })
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateId, sql.placeholder('id')),
        lt(templateVersions.version, sql.placeholder('before')),
      ),
    )
    .orderBy(desc(templateVersions.version))
    .limit(sql.placeholder('most'))
    .prepare();
  const gallery = db
    .select(templateColumns)
    .from(templates)
    .where(
      and(
        eq(templates.accountId, sql.placeholder('accountId')),
        eq(templates.isExample, sql.placeholder('isExample')),
        lt(templates.id, sql.placeholder('before')),
      ),
    )
    .orderBy(desc(templates.id))
    .limit(sql.placeholder('count'))
    .prepare();
  const constructorOf = (id: number, number: number) => version.get({ id, version: number })?.passConstructor ?? null;

  /** Inside a write only. */
  function announce(template: Pick<Template, 'id' | 'version'>, event: NewEvent): void {
    log.appendToTemplate(template, event);
    // Draw a new tag, which no device has: a push goes out even when nothing changed.
    const updateTag = tags.draw();
    jobs.enqueue({ kind: 'push_template', subjectId: template.id, updateTag, runAt: event.time });
    jobs.enqueueGoogleTemplate(template.id, updateTag, event.time);
  }

  return {
    createTemplate: ({ passConstructor, author = null, issue, now, ...values }) =>
      write((): Template => {
        const owner = db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, values.accountId)).get();
        if (!owner) throw new AppError('account_not_found');
        const template = db
          .insert(templates)
          .values({ ...values, ...newTemplateRow(now), updateTag: tags.draw() })
          .returning()
          .get();
        db.insert(templateVersions)
          .values({ templateId: template.id, version: 1, passConstructor, createdAt: now, author })
          .run();
        rules.renew(template.id, {}, passConstructor, now);
        if (issue) placeInCampaign(connection, template, issue);
        ends.reschedule(template.id, now, issue !== undefined && isOver(byId(template.id)!.issue, now));
        if (hasSchedules(passConstructor)) jobs.schedule({ kind: 'schedule_dues', subjectId: template.id }, now);
        if (!template.isExample) jobs.enqueueGoogleTemplate(template.id, template.updateTag, now);
        return template;
      }),

    changeTemplate: (hash, now, decide) =>
      write(() => {
        const snapshot = byHash(hash);
        if (!snapshot) throw new AppError('template_not_found');
        const { id, version: present } = snapshot.template;
        const passConstructor = constructorOf(id, present);
        if (!passConstructor) throw new Error(`Template ${id} has no version ${present}.`);
        const change = decide(snapshot, passConstructor, drafts.mark(id));
        const { result } = change;
        const version = change.passConstructor ? present + 1 : present;
        if (change.event) announce({ id, version }, change.event);
        if (change.dropsDraft === true) drafts.drop(id);
        const written = templateAfter(snapshot.template, change, now, tags.ahead());
        if (written === null) return { template: snapshot.template, result };
        eventsWritten.announce();
        const { row, version: next, issue } = written;
        if (next) {
          const { author = null, note = null } = change;
          db.insert(templateVersions)
            .values({ templateId: id, ...next, createdAt: now, author, note })
            .run();
          rules.renew(id, passConstructor, next.passConstructor, now);
        }
        if (issue) db.update(templateIssues).set(issue).where(eq(templateIssues.templateId, id)).run();
        const template = db
          .update(templates)
          .set({ ...row, ...(next ? { updateTag: tags.draw() } : {}) })
          .where(eq(templates.id, id))
          .returning()
          .get();
        if (next && movesOwnExpiries(passConstructor, next.passConstructor)) {
          jobs.enqueue({ kind: 'schedule_expiries', subjectId: id, updateTag: template.updateTag, runAt: now });
        }
        if (next && movesWords(passConstructor, next.passConstructor)) {
          jobs.enqueue({ kind: 'index_passes', subjectId: id, updateTag: template.updateTag, runAt: now });
        }
        if (next && movesSchedules(passConstructor, next.passConstructor)) {
          jobs.enqueue({ kind: 'schedule_dues', subjectId: id, updateTag: template.updateTag, runAt: now });
        }
        if (next) jobs.enqueueGoogleTemplate(id, template.updateTag, now);
        if (movesTemplateEnd(change)) ends.reschedule(id, now, isOver(snapshot.issue, now));
        return { template, result };
      }),

    deleteTemplate: (id, now) =>
      write(() => {
        if (!byId(id)) throw new AppError('template_not_found');
        eventsWritten.announce();
        jobs.dropTemplate(id);
        const updateTag = tags.draw();
        jobs.enqueueGoogleTemplate(id, updateTag, now);
        if (withdraw({ templateId: id }, updateTag, now) > 0) {
          jobs.enqueue({ kind: 'push_template', subjectId: id, updateTag, runAt: now });
        }
        db.delete(templates).where(eq(templates.id, id)).run();
      }),

    templateByHash: async (hash) => byHash(hash) ?? null,
    templateById: async (id) => byId(id) ?? null,
    templatesOf: async (accountId) =>
      db
        .select(templateColumns)
        .from(templates)
        .where(eq(templates.accountId, accountId))
        .orderBy(asc(templates.id))
        .all(),
    gallery: async (accountId, { isExample, ...page }) =>
      gallery.all({ accountId, isExample: Number(isExample), ...page }),
    templateVersions: async (id, { before, count: most }) => versions.all({ id, before, most }),
    templateVersion: async (id, number) => constructorOf(id, number),
    passSources: async (templateId) =>
      db
        .select({ source: passSources.source, created: passSources.created })
        .from(passSources)
        .where(eq(passSources.templateId, templateId))
        .orderBy(desc(passSources.created), asc(passSources.source))
        .all(),

    pushTemplate: (templateId, event) =>
      write(() => {
        const snapshot = byId(templateId);
        if (!snapshot) throw new AppError('template_not_found');
        announce(snapshot.template, event);
      }),
  };
}
