// Gathers what the rules know about a pass, and what scanners learn from them.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { type Budget, createBudget, MOST_CHARACTERS, MOST_STEPS, WHOLE } from '../../rules/budget.ts';
import type { AccessFacts, Overrides, PassFacts, Specials } from '../../rules/passes/facts.ts';
import { shownFacts } from '../../rules/passes/shown-design.ts';
import { expand } from '../../rules/paths/magic.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { Context } from '../context.ts';

/** What facts are made with. */
type Known = Pick<Context, 'settings' | 'clock'>;

/** The facts of a pass, with the owner's clientHash for trusted texts. */
export function factsOf(context: Known, { pass, template, owner, takenMessages }: PassSnapshot): PassFacts {
  const { hash, serialNumber, overrides, access } = pass;
  const facts = factsFor(context, owner, { hash, serialNumber, templateHash: template.hash, overrides, access });
  return takenMessages === undefined ? facts : { ...facts, takenMessages };
}

/** Of a render, or of what else is shown of one pass. Its error is `budget_spent`. */
export function createPassBudget(): Budget {
  return createBudget(WHOLE, () => new AppError('budget_spent'));
}

/** The same for a pass that is being made, or only simulated. */
export function factsFor(
  context: Known,
  owner: Account,
  pass: {
    readonly hash: string;
    readonly serialNumber: string;
    readonly templateHash: string;
    readonly overrides: Overrides;
    readonly access: AccessFacts;
  },
): PassFacts {
  const specials: Specials = {
    rootPath: context.settings.rootUrl,
    clientHash: clientHashOf(context.settings.secret, owner),
    clientId: String(owner.id),
    templateHash: pass.templateHash,
    hashedSerialNumber: pass.hash,
    serialNumber: pass.serialNumber,
  };
  const budget = createPassBudget();
  const { overrides, access } = pass;
  return { overrides, access, specials, now: context.clock.now(), zone: owner.timeZone ?? 'UTC', budget };
}

/** The answer to a check or a scan (trackPassAccess): what the scanner shows. */
export interface ScanAnswer {
  readonly scanText: string;
  readonly scanColor: string;
  readonly description: string;
  readonly informationURL: string;
  readonly displayURL: string;
  /** Why texts are missing, for the owner; absent: none is. */
  readonly problem?: string;
}

/** The problem of an answer whose texts need more than the budget of what is shown of one pass. */
export const TEXTS_SPENT = `What the scanner shows is missing: its texts need more than ${MOST_STEPS} steps or ${MOST_CHARACTERS} characters.`;

/**
 * The two URLs may carry the clientHash, so only callers with access to the pass get this answer.
 * From the text on that spends the facts' budget, texts are empty: the event happened, and is
 * logged whatever its texts cost.
 */
export function scanAnswer(program: Program, facts: PassFacts): ScanAnswer {
  const answer = { scanText: '', scanColor: '', description: '', informationURL: '', displayURL: '' };
  const read = (name: string, audience: 'holder' | 'trusted') =>
    typed(expand(program, facts, `{${name}}`, { audience }));
  try {
    answer.scanText = read('psScanText', 'holder');
    answer.scanColor = read('psScanColor', 'holder');
    answer.description = descriptionOf(program, facts);
    answer.informationURL = read('psInformationURL', 'trusted');
    answer.displayURL = read('psDisplayURL', 'trusted');
    return answer;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'budget_spent')) throw error;
    return { ...answer, problem: TEXTS_SPENT };
  }
}

/** Removes the owner's clientHash from a text for holders. */
export function withoutSecret({ specials }: PassFacts, text: string): string {
  return text.includes(specials.clientHash) ? text.replaceAll(specials.clientHash, '') : text;
}

/**
 * psPassDescription. Without one in the template, it consists of the primary fields that the pass
 * shows.
 */
export function descriptionOf(template: Program, passFacts: PassFacts): string {
  const { program, facts } = shownFacts(template, passFacts);
  return withoutSecret(facts, typed(expand(program, facts, '{psPassDescription}', { audience: 'holder' })));
}
