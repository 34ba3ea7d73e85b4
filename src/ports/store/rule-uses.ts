// What Passwright asks of a database about rules: when each rule of a template last applied. Rules
// are named by their place, see rules/triggers/rule-places.ts. Times are milliseconds since 1970.

/** When a rule applied. */
export interface RuleUse {
  readonly place: string;
  /** When the rule came into its template. */
  readonly since: number;
  /** The last time, within an hour; null: never since then. */
  readonly appliedAt: number | null;
}

/** A rule that has not applied for a while. */
export interface QuietRule extends RuleUse {
  readonly templateId: number;
}

/**
 * How long a rule's time may lag behind, in ms: a rule of a busy template is written once an hour,
 * not at each scan.
 */
export const RULE_TIME_LAG = 60 * 60 * 1000;

export interface RuleUseStore {
  /**
   * The rules of an account's templates that are there since `before` and have not applied since
   * then, in the order of templates. Templates with paused triggers are left out.
   */
  quietRules(accountId: number, before: number): Promise<readonly QuietRule[]>;
  /** The rules of a template's present version. */
  ruleUses(templateId: number): Promise<readonly RuleUse[]>;
}
