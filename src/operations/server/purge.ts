// Purges as the guide's "Automatic Purging" says, when an owner asks for it. Its two sentences mean
// here:
//
// "Tracking data and passes that haven't been updated in over 2 years": a pass goes when nothing at
// all happened to it in the last two years: it was not made, changed, pushed, scanned, fetched by a
// device or otherwise accessed, not even by a run that psTriggerError stopped. A change of its
// template does not count, or a living template would preserve every dead pass. A device that still
// has the pass does not count either. Tracking data is never updated, so each event goes two years
// after it was logged, also from a pass that stays. How often and when last a pass was scanned and
// so on, which conditions and statistics ask for, stays with the pass. Setting a value without
// changing what the pass shows leaves no time behind, so that alone does not preserve a pass.
//
// "Passes that have no device or access tracking data (…) besides their initial creation", after 6
// months: no device is registered for the pass, no access but onCreate was ever logged, and nothing
// changed the pass for six months.
//
// Mails that were sent or failed go two years after they were written, or with their pass.
//
// Images that no template, pass or account names go once nobody has given them for six months. An
// upload is stored before the template or pass that shows it, and a form that is sent again names
// what it brought before; both give the image anew.
import type { Purged, PurgeSlice, UnusedImages } from '../../ports/store/purge.ts';
import type { Context } from '../context.ts';

const DAY = 24 * 60 * 60 * 1000;
/** The longest that two years and six months can last, in ms, so that nothing goes early. */
const TWO_YEARS = (366 + 365) * DAY;
const SIX_MONTHS = 184 * DAY;

export interface PurgeInput {
  /** False: only counts what would go. */
  readonly run: boolean;
  /** Rows per commit: few enough that a server that writes meanwhile hardly waits. */
  readonly sliceSize?: number;
  /**
   * Awaited after each slice, so that others get their turn. `done` of `total` rows are looked at.
   */
  readonly afterSlice?: (progress: { readonly done: number; readonly total: number }) => Promise<void>;
}

export interface PurgeReport {
  readonly run: boolean;
  /** One entry for each template that has anything to purge. */
  readonly templates: readonly {
    readonly templateHash: string;
    readonly templateName: string;
    /** Passes without any change or event for two years. */
    readonly stalePasses: number;
    /** Passes that were never used, for six months. */
    readonly unusedPasses: number;
    /** Events older than two years, of these passes and of those that stay. */
    readonly oldEvents: number;
  }[];
  /** Mails older than two years that no longer wait, including those of purged passes. */
  readonly oldMails: number;
  /** Images that nothing shows and that nobody gave for six months. */
  readonly unusedImages: UnusedImages;
}

interface Counts {
  stale: number;
  unused: number;
  old_event: number;
}

/**
 * Counts what the rules drop, and with `run` drops it. Runs at any time, also beside a working
 * server.
 */
export async function purge(context: Context, input: PurgeInput): Promise<PurgeReport> {
  const { run, sliceSize = 1000, afterSlice } = input;
  const { store } = context;
  const now = context.clock.now();
  const limits = { staleBefore: now - TWO_YEARS, unusedBefore: now - SIX_MONTHS };
  const last = await store.lastIds();
  const total = last.event + last.pass;
  const counts = new Map<number, Counts>();

  const walk = async (from: number, take: (slice: PurgeSlice) => Promise<Purged<keyof Counts>>): Promise<void> => {
    let after: number | null = 0;
    while (after !== null) {
      const { found, next }: Purged<keyof Counts> = await take({ after, size: sliceSize, drop: run });
      for (const { templateId, rule, count } of found) {
        const template = counts.get(templateId) ?? { stale: 0, unused: 0, old_event: 0 };
        template[rule] += count;
        counts.set(templateId, template);
      }
      after = next;
      if (next !== null) await afterSlice?.({ done: Math.min(total, from + next), total });
    }
  };
  // Purge mails before passes, whose deletion takes mails along, so that a dry run counts the same.
  const oldMails = await store.purgeMails(limits.staleBefore, run);
  // Purge events before passes: a stale pass has only old events, so its deletion then has few
  // rows.
  await walk(0, (slice) => store.purgeEvents(limits.staleBefore, slice));
  await walk(last.event, (slice) => store.purgePasses(limits, slice));
  // Purge images last: the passes and templates that are left show all that is needed. A dry run
  // still sees the images of the passes that would go.
  const unusedImages = await store.purgeImages(limits.unusedBefore, run);
  return { run, templates: await described(context, counts), oldMails, unusedImages };
}

async function described(context: Context, counts: ReadonlyMap<number, Counts>) {
  const ids = [...counts.keys()].sort((a, b) => a - b);
  const templates = await Promise.all(
    ids.map(async (id) => {
      const snapshot = await context.store.templateById(id);
      const { stale, unused, old_event } = counts.get(id)!;
      // The template was deleted meanwhile, and its passes with it.
      if (snapshot === null) return [];
      const { hash: templateHash, name: templateName } = snapshot.template;
      return [{ templateHash, templateName, stalePasses: stale, unusedPasses: unused, oldEvents: old_event }];
    }),
  );
  return templates.flat();
}
