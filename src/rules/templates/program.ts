// A compiled template: everything about one version that no pass changes, frozen, to be kept and shared.
import type { FlagName } from '../../../grammar/ast.ts';
import type { TriggerEvent } from '../passes/facts.ts';
import type { CompiledCondition } from '../paths/conditions.ts';
import type { Location } from '../paths/paths.ts';
import type { CompiledAction } from '../triggers/actions.ts';
import type { JsonObject } from '../values/values.ts';

export interface Program {
  /** The constructor in its kept shape, PSAttributes and all: what templateInfo answers. */
  readonly passConstructor: JsonObject;
  /** The same without PSAttributes: where values are read. */
  readonly tree: JsonObject;
  /** Every path that the template has. */
  readonly locations: ReadonlyMap<string, Location>;
  /** The conditions of fields and barcode, by their source; null for one that cannot be read. */
  readonly conditions: ReadonlyMap<string, CompiledCondition | null>;
  /** The flags that a field's or the barcode's condition asks for: raising one changes what the pass shows. */
  readonly shownFlags: ReadonlySet<FlagName>;
  readonly triggers: ReadonlyMap<TriggerEvent, readonly CompiledAction[]>;
  /** See PathIndex. */
  readonly magicPrefixes: boolean;
  /** The zone of dates that name none, as they end: `Z` or `+05:30`. */
  readonly zone: string;
  /** The design that is shown while isRedeemed is true (shown-design.ts), with no triggers of its own; null: none. */
  readonly redeemed: Program | null;
}
