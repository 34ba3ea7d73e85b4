// The content of a mail about a pass, or about a row whose pass is not made yet, without its wording
// and looks.
import { AppError } from '../../errors.ts';
import type { Mail } from '../../ports/store/mails.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { expand } from '../../rules/paths/magic.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { findPass } from '../access/access.ts';
import { type Brand, brandOf } from '../accounts/brand.ts';
import { descriptionOf, factsOf, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { googlePath } from '../google/save-link.ts';

/** Each text is one line of plain text, never markup, because holders may have written it. */
export interface PassLetter {
  /**
   * The owner's name; null: the owner has only an e-mail address. Never a holder's text, because
   * mail programs show the name as the sender.
   */
  readonly senderName: string | null;
  /** The issuer of the pass. */
  readonly organisation: string;
  readonly description: string;
  /** The address of the pass's page. */
  readonly link: string;
  /** The address that adds the pass to Google Wallet; null: there is none. */
  readonly google: string | null;
  readonly brand: Brand;
  /** The language of the owner, for a reader of unknown language; null: unknown too. */
  readonly language: string | null;
}

/** The number of characters that a mail shows of a text. */
const LONGEST = 200;

/** Fails with `pass_not_found`. */
export async function passLetter(context: Context, { passHash }: Pick<Mail, 'passHash'>): Promise<PassLetter> {
  if (passHash === null) throw new AppError('pass_not_found');
  const snapshot = await findPass(context, passHash);
  const program = await context.programs.load(snapshot.template);
  const { rootUrl } = context.settings;
  const google = await googlePath(context, snapshot);
  const link = `${rootUrl}/pass/create.php?hashedSerialNumber=${snapshot.pass.hash}`;
  const letter = letterFor(context, snapshot, program, factsOf(context, snapshot), link);
  return { ...letter, google: google && rootUrl + google };
}

/** The letter that brings the link of a pass with these facts. */
export function letterFor(
  context: Context,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
  program: Program,
  facts: PassFacts,
  link: string,
): PassLetter {
  const organisation = typed(expand(program, facts, '{organizationName}', { audience: 'holder' }));
  return {
    senderName: owner.name.includes('@') ? null : oneLine(owner.name),
    organisation: oneLine(withoutSecret(facts, organisation)) || oneLine(owner.name),
    description: oneLine(descriptionOf(program, facts)) || oneLine(template.name),
    link,
    google: null,
    brand: brandOf(context, owner),
    language: owner.language,
  };
}

/**
 * Removes line breaks and other control characters, which a header must not have, and characters
 * that reverse a text's direction.
 */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return [...line].slice(0, LONGEST).join('');
}
