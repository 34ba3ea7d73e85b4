// A compiled template: everything about one version that no pass changes, frozen, so that passes
// can share it.
import type { FlagName } from '../../../grammar/ast.ts';
import type { TriggerEvent } from '../passes/facts.ts';
import type { CompiledCondition } from '../paths/conditions.ts';
import type { Location } from '../paths/paths.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { CompiledAction, LaterAction } from '../triggers/actions.ts';
import type { JsonObject } from '../values/values.ts';
import type { Personalization } from './personalization.ts';

export interface Program {
  /** The constructor in its stored shape, PSAttributes included, as templateInfo answers it. */
  readonly passConstructor: JsonObject;
  /** The same without PSAttributes, for reading values. */
  readonly tree: JsonObject;
  /** Every path that the template has. */
  readonly locations: ReadonlyMap<string, Location>;
  /** The conditions of fields and barcode, by their source; null for an unreadable condition. */
  readonly conditions: ReadonlyMap<string, CompiledCondition | null>;
  /**
   * The flags that a field's or the barcode's condition asks for: raising one changes what the pass
   * shows.
   */
  readonly shownFlags: ReadonlySet<FlagName>;
  readonly triggers: ReadonlyMap<TriggerEvent, readonly CompiledAction[]>;
  readonly schedules: readonly Schedule[];
  /** Each PSActionLater of triggers, schedules and sub-routines, by its name. */
  readonly laters: ReadonlyMap<string, LaterAction>;
  /** What Wallet asks new holders for; null: nothing. */
  readonly personalization: Personalization | null;
  /** See PathIndex. */
  readonly magicPrefixes: boolean;
  /** The zone of dates without one, in the notation of dates: `Z` or `+05:30`. */
  readonly zone: string;
  /** See PathIndex. */
  readonly clockZone: string | null;
  /**
   * The design that is shown while isRedeemed is true (shown-design.ts), with no triggers of its
   * own; null: none.
   */
  readonly redeemed: Program | null;
}
