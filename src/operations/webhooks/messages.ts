// Decides which webhooks are told of a change of a pass, and what the messages say. Pure, because
// the store asks inside the transaction that writes the change.
import { AppError } from '../../errors.ts';
import type { PassChange, PassCreation } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { MessageType, NewMessage, ToldPass, WebhookEvent, WebhookRule } from '../../ports/store/webhooks.ts';
import {
  ACCESS_NAME,
  type AccessType,
  CREATE,
  DELETE,
  EDIT,
  INSTALL,
  type Overrides,
  REGISTER,
  recordAccess,
  SCAN,
} from '../../rules/passes/facts.ts';
import { type CompiledCondition, compileCondition } from '../../rules/paths/conditions.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typedValue } from '../../rules/values/literal.ts';
import { isArray, isObject, type JsonObject, type JsonValue, mapTexts, sameValue } from '../../rules/values/values.ts';
import { clientHashOf } from '../access/client-hash.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Deciding } from '../context.ts';
import { userFieldsOf } from '../passes/pass-info.ts';
import { newMessageId } from './secrets.ts';

/** The event of an access type; the other types tell nobody. */
const EVENT_OF: Readonly<Partial<Record<AccessType, WebhookEvent>>> = {
  [CREATE]: 'pass.created',
  [INSTALL]: 'pass.installed',
  [REGISTER]: 'pass.registered',
  [DELETE]: 'pass.deleted',
  [SCAN]: 'pass.scanned',
  [EDIT]: 'pass.edited',
};

type Around = Pick<TemplateSnapshot, 'template' | 'owner' | 'webhooks'>;

/** The messages of one decision about a pass, for a new pass too. Empty where nobody wants any. */
export function messagesOf(
  known: Deciding,
  snapshot: Around & { readonly pass?: ToldPass },
  change: PassChange<unknown> | PassCreation<unknown>,
): readonly NewMessage[] {
  const { webhooks = [] } = snapshot;
  // What happened long ago is no news, see ports/store/history.ts.
  if (change.event?.imported !== undefined) return [];
  const made = 'create' in change ? change.create : null;
  const before: Overrides = snapshot.pass?.overrides ?? {};
  const overrides = change.overrides ?? made?.overrides ?? before;
  const { event } = change;
  const told: WebhookEvent[] = [];
  const ofEvent = event?.logged ? EVENT_OF[event.accessType] : undefined;
  if (ofEvent !== undefined) told.push(ofEvent);
  // A pass that is made comes with all its values.
  if (snapshot.pass !== undefined && overrides !== before && !sameValue(before, overrides)) told.push('pass.updated');
  if (told.length === 0 || !webhooks.some(({ events }) => told.some((each) => events.includes(each)))) return [];
  const { hash, serialNumber, access } = { access: {}, ...(snapshot.pass ?? made!) };
  const counted = change.access ?? (event?.logged ? recordAccess(access, event.accessType, event.time) : access);
  const isTest = snapshot.pass?.isTest ?? made?.isTest === true;
  const pass: ToldPass = { hash, serialNumber, overrides, access: counted, isTest };
  const changed = changesOf(known, before, overrides, event?.trace ?? null);
  const more = { ...eventData(event), changed };
  return told.flatMap((type) => passMessages(known, snapshot, pass, type, more));
}

/** What a message says of the event; nothing for a change without one. */
function eventData(event: PassChange<unknown>['event']): JsonObject {
  if (event === undefined) return {};
  const { accessType, outcome, tillId } = event;
  return { accessType: ACCESS_NAME[accessType], outcome, ...(tillId === undefined ? {} : { tillId: String(tillId) }) };
}

/** The messages about a pass to those webhooks that want this event of it. */
export function passMessages(
  known: Deciding,
  snapshot: Around,
  pass: ToldPass,
  type: WebhookEvent,
  more: JsonObject = {},
): readonly NewMessage[] {
  const { template, owner, webhooks = [] } = snapshot;
  const wanting = webhooks.filter((rule) => isWanted(known, snapshot, rule, type, pass));
  if (wanting.length === 0) return [];
  const data = {
    hashedSerialNumber: pass.hash,
    serialNumber: pass.serialNumber,
    templateHash: template.hash,
    templateName: template.name,
    ...(pass.isTest ? { isTest: true } : {}),
    values: userFieldsOf(known, pass),
    ...more,
  };
  return wanting.map(({ id }) => messageTo(known, owner, id, type, data));
}

/** The messages about a template, which no condition filters. */
export function templateMessages(
  known: Deciding,
  { template, owner, webhooks = [] }: Around,
  type: WebhookEvent,
  more: JsonObject,
): readonly NewMessage[] {
  return webhooks
    .filter(({ events, templateHash }) => events.includes(type) && (templateHash ?? template.hash) === template.hash)
    .map(({ id }) =>
      messageTo(known, owner, id, type, { templateHash: template.hash, templateName: template.name, ...more }),
    );
}

/** One message, in which no text holds the owner's clientHash. */
export function messageTo(
  known: Deciding,
  owner: TemplateSnapshot['owner'],
  webhookId: number,
  type: MessageType,
  data: JsonObject,
): NewMessage {
  const createdAt = known.clock.now();
  const secret = clientHashOf(known.settings.secret, owner);
  const told = mapTexts(data, (text) => text.replaceAll(secret, ''));
  const payload = JSON.stringify({ type, timestamp: new Date(createdAt).toISOString(), data: told });
  return { webhookId, publicId: newMessageId(known), type, payload, createdAt };
}

function isWanted(known: Deciding, snapshot: Around, rule: WebhookRule, type: WebhookEvent, pass: ToldPass): boolean {
  const { template, owner } = snapshot;
  if (!rule.events.includes(type)) return false;
  if (rule.templateHash !== null && rule.templateHash !== template.hash) return false;
  if (rule.condition === null) return true;
  const test = conditionOf(known.programs.at(template), rule.condition);
  if (test === null) return false;
  try {
    return test(factsFor(known, owner, { ...pass, templateHash: template.hash }));
  } catch (error) {
    // A condition that costs too much never holds up what it is about.
    if (error instanceof AppError && error.code === 'budget_spent') return false;
    throw error;
  }
}

/** The conditions of webhooks by program, compiled once. Null: a later version of the card cannot read it. */
const COMPILED = new WeakMap<Program, Map<string, CompiledCondition | null>>();

function conditionOf(program: Program, source: string): CompiledCondition | null {
  const known = COMPILED.get(program) ?? new Map<string, CompiledCondition | null>();
  COMPILED.set(program, known);
  const there = known.get(source);
  if (there !== undefined) return there;
  const result = compileCondition(program, source);
  const test = result.ok ? result.test : null;
  known.set(source, test);
  return test;
}

/**
 * What a change did to the values: by API path, before and after. A run that called a web service has
 * several commits; its trace knows what the earlier ones wrote.
 */
function changesOf(known: Deciding, before: Overrides, after: Overrides, trace: JsonValue | null): JsonObject {
  const was = userFieldsOf(known, { overrides: before });
  const is = userFieldsOf(known, { overrides: after });
  const changed: Record<string, JsonValue> = {};
  for (const path of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [from = null, to = null] = [was[path], is[path]];
    if (!sameValue(from, to)) changed[path] = { before: from, after: to };
  }
  const actions = isObject(trace) && isArray(trace.actions) ? trace.actions : [];
  for (const action of actions) {
    if (!isObject(action) || typeof action.targetPath !== 'string' || action.before === undefined) continue;
    const { targetPath: path } = action;
    if (Object.hasOwn(changed, path) || sameValue(action.before, is[path] ?? null)) continue;
    changed[path] = { before: typedValue(action.before), after: is[path] ?? null };
  }
  return changed;
}
