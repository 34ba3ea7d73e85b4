// Makes the two texts of a template that pages show as HTML harmless: magic strings become text,
// and only the markup that a message needs stays.
import { expand } from '../../rules/paths/magic.ts';
import { asHtmlText } from '../../rules/values/html-text.ts';
import { typed } from '../../rules/values/literal.ts';
import { withoutSecret } from '../change/pass-facts.ts';
import type { Registration } from './find-registration.ts';
import { harmless } from './message-markup.ts';

/**
 * HTML that may stand in a page unescaped; empty for none. Hides the clientHash, because holders
 * read a template's message.
 */
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
