// The passes behind a number of a card's overview, page by page, named as scanners name them.
import { AppError } from '../../errors.ts';
import type { PassState, TemplateCounts } from '../../ports/store/counts.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { type AccessType, DELETE, INSTALL, REGISTER, SCAN } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { descriptionOf, factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';

export type { PassState } from '../../ports/store/counts.ts';

/** In the order in which a pass usually gets there. */
export const PASS_STATES = [
  'created',
  'installed',
  'onPhones',
  'scanned',
  'registered',
  'deleted',
] as const satisfies readonly PassState[];

const PAGE = 50;

/** The event that put a pass into a state; null: the pass is made, or on a phone now. */
const EVENT_OF: Readonly<Record<PassState, AccessType | null>> = {
  created: null,
  installed: INSTALL,
  onPhones: null,
  scanned: SCAN,
  registered: REGISTER,
  deleted: DELETE,
};

export interface NamedPass {
  readonly hash: string;
  /** psPassDescription; empty for a pass that shows nothing. */
  readonly name: string;
  readonly createdAt: number;
  /** When the state's event was last logged; null: the state has none. */
  readonly at: number | null;
}

export interface PassesInState {
  readonly snapshot: TemplateSnapshot;
  readonly counts: TemplateCounts;
  /** Newest first. */
  readonly passes: readonly NamedPass[];
  /** Where the next page begins; null: this is the last one. */
  readonly next: number | null;
}

/** `before`: as `next` said; null for the first page. Fails with the codes of requireCard. */
export async function passesInState(
  context: Context,
  caller: Caller,
  templateHash: string,
  state: PassState,
  before: number | null,
): Promise<PassesInState> {
  const snapshot = await requireCard(context, caller, 'see', templateHash);
  const { id } = snapshot.template;
  const found = await context.store.passesIn(id, state, { before, count: PAGE + 1 });
  const program = await context.programs.load(snapshot.template);
  const shown = found.slice(0, PAGE);
  const type = EVENT_OF[state];
  return {
    snapshot,
    counts: await context.store.templateCounts(id),
    passes: shown.map((pass) => ({
      hash: pass.hash,
      name: nameOf(context, program, { ...snapshot, pass }),
      createdAt: pass.createdAt,
      at: type === null ? null : (pass.access[type]?.last ?? null),
    })),
    next: found.length > PAGE ? shown.at(-1)!.id : null,
  };
}

/** One pass over the budget must not stop the list. */
function nameOf(context: Context, program: Program, snapshot: TemplateSnapshot & { readonly pass: Pass }): string {
  try {
    return descriptionOf(program, factsOf(context, snapshot));
  } catch (error) {
    if (error instanceof AppError && error.code === 'budget_spent') return '';
    throw error;
  }
}
