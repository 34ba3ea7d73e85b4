// The tills of an account, for its owner's pages: list, new till, another setup code, lock out.
import { AppError } from '../../errors.ts';
import type { NewTill, Till, TillSetup } from '../../ports/store/tills.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { codeOf, newLinkCode } from '../access/link-codes.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';

/** The tills on one page of the list. */
const ON_A_PAGE = 50;
/** The longest name of a till, in characters. */
const LONGEST_NAME = 60;
/** How long a setup code lasts, in ms. */
export const SETUP_LIFETIME = 10 * 60 * 1000;

export interface ListedTill extends Till {
  /** The names of the cards that the till may scan; null: all. */
  readonly cards: readonly string[] | null;
  /** Whether a device can still be set up with the present code. */
  readonly waitsForDevice: boolean;
}

export interface TillList {
  readonly tills: readonly ListedTill[];
  /** `before` of the next page; null: there are no older tills. */
  readonly next: number | null;
}

/** Newest first. Fails with the codes of requireRight. */
export async function listTills(context: Context, caller: Caller, before: number | null): Promise<TillList> {
  const { id } = requireRight(context, caller, 'scan');
  const page = { before: before ?? Number.MAX_SAFE_INTEGER, count: ON_A_PAGE + 1 };
  const found = await context.store.tillsOf(id, page);
  const tills: ListedTill[] = [];
  for (const till of found.slice(0, ON_A_PAGE)) tills.push(await listed(context, till));
  return { tills, next: found.length > ON_A_PAGE ? tills.at(-1)!.id : null };
}

async function listed(context: Context, till: Till): Promise<ListedTill> {
  const { templateHashes } = till;
  const names: string[] = [];
  for (const hash of templateHashes ?? []) {
    const snapshot = await context.store.templateByHash(hash);
    if (snapshot !== null) names.push(snapshot.template.name);
  }
  const setup = await context.store.tillSetupOf(till.id);
  const waitsForDevice = setup !== null && setup.expiresAt > context.clock.now();
  return { ...till, cards: templateHashes === null ? null : names, waitsForDevice };
}

export interface TillInput {
  readonly name: string;
  /** Templates of the account; null: all. */
  readonly templateHashes: readonly string[] | null;
  readonly mayUndo: boolean;
  readonly mayFind: boolean;
}

/**
 * Makes a till that waits for its device. Fails with the codes of requireRight and
 * `parameter_invalid` (name, cards).
 */
export async function addTill(context: Context, caller: Caller, input: TillInput): Promise<Till> {
  const account = requireRight(context, caller, 'tills');
  const { mayUndo, mayFind } = input;
  const name = requireName(input.name);
  const templateHashes = await requireCards(context, account.id, input.templateHashes);
  const now = context.clock.now();
  const till: NewTill = {
    accountId: account.id,
    name,
    templateHashes,
    mayUndo,
    mayFind,
    createdBy: caller.email,
    createdAt: now,
  };
  const made = await context.store.createTill(till, newSetup(context));
  const { cards } = await listed(context, made);
  await recordAct(context, caller, { what: 'till.add', subject: name, after: { cards, undo: mayUndo, find: mayFind } });
  return made;
}

function requireName(given: string): string {
  const name = given.trim();
  if (name === '') throw new AppError('parameter_missing', { field: 'name', message: 'Give the till a name.' });
  if ([...name].length <= LONGEST_NAME) return name;
  const message = `The name of a till has at most ${LONGEST_NAME} characters.`;
  throw new AppError('parameter_invalid', { field: 'name', message });
}

async function requireCards(
  { store }: Context,
  accountId: number,
  hashes: TillInput['templateHashes'],
): Promise<TillInput['templateHashes']> {
  if (hashes === null) return null;
  if (hashes.length === 0) {
    throw new AppError('parameter_missing', { field: 'cards', message: 'Choose at least one card for the till.' });
  }
  for (const hash of hashes) {
    const snapshot = await store.templateByHash(hash);
    if (snapshot?.owner.id !== accountId) throw new AppError('template_not_found', { field: 'cards' });
  }
  return [...new Set(hashes)];
}

function newSetup(context: Context): TillSetup {
  return { ...newLinkCode(context, 'till'), expiresAt: context.clock.now() + SETUP_LIFETIME };
}

/** A setup that a device can open. */
export interface OpenSetup {
  readonly till: Till;
  /** The address that makes a device the till; null: the code was used or has ended. */
  readonly link: string | null;
  readonly expiresAt: number;
}

/** What the page with the QR code shows. Fails with the codes of requireRight and `till_not_found`. */
export async function openSetupOf(context: Context, caller: Caller, id: number): Promise<OpenSetup> {
  const till = await requireTill(context, caller, id);
  const setup = await context.store.tillSetupOf(id);
  if (setup === null || setup.expiresAt <= context.clock.now()) return { till, link: null, expiresAt: 0 };
  const { rootUrl } = context.settings;
  const link = `${rootUrl}/scanner/setup/${codeOf(context, 'till', setup.nonce)}`;
  return { till, link, expiresAt: setup.expiresAt };
}

/** Gives the till another code: its present device works until the new one is set up. */
export async function renewSetup(context: Context, caller: Caller, id: number): Promise<Till> {
  const account = requireRight(context, caller, 'tills');
  const till = await context.store.renewTillSetup(account.id, id, newSetup(context));
  await recordAct(context, caller, { what: 'till.setup', subject: till.name });
  return till;
}

/** Fails with the codes of requireRight and `till_not_found`. */
export async function requireTill(context: Context, caller: Caller, id: number): Promise<Till> {
  const account = requireRight(context, caller, 'tills');
  const till = await context.store.tillById(id);
  if (till?.accountId !== account.id) throw new AppError('till_not_found');
  return till;
}

/** Ends the till's token at once and for good. Fails with the codes of requireTill. */
export async function lockOutTill(context: Context, caller: Caller, id: number): Promise<Till> {
  const account = requireRight(context, caller, 'tills');
  const till = await context.store.revokeTill(account.id, id, context.clock.now());
  await recordAct(context, caller, { what: 'till.lock', subject: till.name });
  return till;
}
