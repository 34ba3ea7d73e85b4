// The overview of a card, which is the guide's template portal: its numbers, where its passes came
// from, its last days, and the push that is under way.
import type { TemplateCounts } from '../../ports/store/counts.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import { PUSH } from '../../rules/passes/facts.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { zoneOf } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';
import { pushPassesOf } from '../devices/push.ts';
import { type CardDay, daysOfCard } from './card-numbers.ts';

/** The lengths of the chart, in days. */
export const CHART_DAYS = [30, 90] as const;

/** The most sources that the page lists. */
const MOST_SOURCES = 20;

export interface CardOverview {
  readonly snapshot: TemplateSnapshot;
  readonly counts: TemplateCounts;
  /** The sources that most passes were made for; `others` sums up the rest. */
  readonly sources: readonly { readonly source: string; readonly created: number }[];
  readonly otherSources: number;
  readonly days: readonly CardDay[];
  /** The time zone of the days. */
  readonly zone: string;
  readonly push: PushProgress;
}

/** How far the last push to all phones of a card has come. */
export interface PushProgress {
  /** When the push was ordered, in ms; null: never. */
  readonly at: number | null;
  /** While it is under way: how many phones are told, and how many cards are on phones. */
  readonly waiting: { readonly told: number; readonly of: number } | null;
}

/** Fails with the codes of requireCard. `days`: the length of the chart. */
export async function cardOverview(
  context: Context,
  caller: Caller,
  templateHash: string,
  days: number,
): Promise<CardOverview> {
  const snapshot = await requireCard(context, caller, 'see', templateHash);
  const { template, owner } = snapshot;
  const { store } = context;
  const zone = zoneOf(owner);
  const sources = await store.passSources(template.id);
  return {
    snapshot,
    counts: await store.templateCounts(template.id),
    sources: sources.slice(0, MOST_SOURCES),
    otherSources: sources.slice(MOST_SOURCES).reduce((sum, { created }) => sum + created, 0),
    days: await daysOfCard(context, template, days, zone),
    zone,
    push: await pushProgress(context, template),
  };
}

/** The push of a card, for who may start one. Fails with the codes of requireCard. */
export async function cardPush(
  context: Context,
  caller: Caller,
  templateHash: string,
): Promise<{ readonly snapshot: TemplateSnapshot; readonly push: PushProgress }> {
  const snapshot = await requireCard(context, caller, 'news', templateHash);
  return { snapshot, push: await pushProgress(context, snapshot.template) };
}

/** The caller checks the access. */
export async function pushProgress({ store }: Context, { id }: Template): Promise<PushProgress> {
  const job = await store.waitingJob('push_template', id);
  const at = await store.lastOfTemplate(id, PUSH);
  if (job === null) return { at, waiting: null };
  return { at, waiting: { told: job.told, of: (await store.templateCounts(id)).onPhones } };
}

/**
 * Tells all phones that hold a pass of the card to fetch it again. Fails with the codes of
 * requireCard.
 */
export async function updateAllPasses(
  context: Context,
  caller: Caller,
  templateHash: string,
): Promise<TemplateSnapshot> {
  const snapshot = await requireCard(context, caller, 'news', templateHash);
  await pushPassesOf(context, snapshot.template);
  await recordAct(context, caller, { what: 'card.update_all', subject: snapshot.template.name });
  return snapshot;
}
