// Checks what an owner or a program says of a webhook, before anything is stored.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { WebhookRule } from '../../ports/store/webhooks.ts';
import { compileCondition, conditionProblem } from '../../rules/paths/conditions.ts';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../rules/webhooks/words.ts';
import { requireTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';

/** In characters. */
const LONGEST_WEBHOOK_URL = 2048;
const LONGEST_WEBHOOK_DESCRIPTION = 200;
const LONGEST_WEBHOOK_CONDITION = 2000;

/** As it was given. Empty texts for the card and the condition stand for none. */
export interface WebhookInput {
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly templateHash: string;
  readonly condition: string;
}

export interface CheckedWebhook extends Omit<WebhookRule, 'id'> {
  readonly url: string;
  readonly description: string;
}

/**
 * Fails with `parameter_invalid`, which names the input, and for the card with `template_not_found`
 * and `access_denied`.
 */
export async function checkWebhook(context: Context, account: Account, given: WebhookInput): Promise<CheckedWebhook> {
  const description = given.description.trim();
  if (description.length > LONGEST_WEBHOOK_DESCRIPTION) {
    throw wrong('description', `The description is at most ${LONGEST_WEBHOOK_DESCRIPTION} characters long.`);
  }
  const url = checkUrl(context, given.url.trim());
  const events = WEBHOOK_EVENTS.filter((event) => given.events.includes(event));
  const unknown = given.events.find((event) => !WEBHOOK_EVENTS.includes(event as WebhookEvent));
  if (unknown !== undefined) throw wrong('events', `"${unknown}" is none of ${WEBHOOK_EVENTS.join(', ')}.`);
  if (events.length === 0) throw wrong('events', 'Choose at least one event.');
  const { templateHash, condition } = await checkFilter(context, account, given);
  return { url, description, events, templateHash, condition };
}

function checkUrl(context: Context, url: string): string {
  if (url.length > LONGEST_WEBHOOK_URL) {
    throw wrong('url', `The address is at most ${LONGEST_WEBHOOK_URL} characters long.`);
  }
  const refusal = context.outbound.refusalOf(url);
  if (refusal !== null) throw wrong('url', refusal);
  // A scan by such a message would cause the next one, without end.
  if (new URL(url).origin === new URL(context.settings.rootUrl).origin) {
    throw wrong('url', 'This is the address of this server itself. Messages go to other systems.');
  }
  return url;
}

async function checkFilter(
  context: Context,
  account: Account,
  given: WebhookInput,
): Promise<Pick<WebhookRule, 'templateHash' | 'condition'>> {
  const condition = given.condition.trim();
  if (condition.length > LONGEST_WEBHOOK_CONDITION) {
    throw wrong('condition', `The condition is at most ${LONGEST_WEBHOOK_CONDITION} characters long.`);
  }
  if (given.templateHash.trim() === '') {
    if (condition !== '') throw wrong('condition', 'A condition names values of one card: choose the card, too.');
    return { templateHash: null, condition: null };
  }
  const { template, owner } = await requireTemplate(context, account, given.templateHash);
  // What happens to passes of another account is told to that account's webhooks.
  if (owner.id !== account.id) throw wrong('templateHash', 'The card belongs to another account.');
  if (condition === '') return { templateHash: template.hash, condition: null };
  const result = compileCondition(await context.programs.load(template), condition);
  if (!result.ok) throw wrong('condition', conditionProblem(result.error));
  return { templateHash: template.hash, condition };
}

function wrong(field: string, message: string): AppError {
  return new AppError('parameter_invalid', { field, message });
}
