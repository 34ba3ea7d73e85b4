// The two texts of a template that pages show as HTML, made harmless: magic strings become text, and of the markup only what
// a message needs is left.
import { expand } from '../../rules/paths/magic.ts';
import { asHtmlText } from '../../rules/values/html-text.ts';
import { typed } from '../../rules/values/literal.ts';
import { withoutSecret } from '../change/pass-facts.ts';
import type { Registration } from './find-registration.ts';
import { harmless } from './message-markup.ts';

/** HTML that may stand in a page as it is; empty for none. A template's message is written for holders: no clientHash. */
export function messageHtml(
  { program, facts }: Registration,
  property: 'psRegistrationMessage' | 'psRegisteredMessage',
): string {
  const source = program.locations.get(property)?.value ?? '';
  const text = messageText(facts.overrides[property] ?? source);
  const expanded = expand(program, facts, text, { audience: 'holder', encode: asHtmlText });
  return harmless(withoutSecret(facts, typed(expanded)));
}

function messageText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
