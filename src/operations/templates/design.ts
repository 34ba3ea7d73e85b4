// The designer of a card: shows its draft as a form with the card drawn beside it, and saves what
// was typed into the draft.
import { AppError } from '../../errors.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { type Act, perform } from '../../rules/design/acts.ts';
import { withRowConditions } from '../../rules/design/condition-texts.ts';
import { inputPrefix } from '../../rules/design/field-inputs.ts';
import { type FieldPlace, fieldAt, keyOf, placeOf } from '../../rules/design/fields.ts';
import { treeOf } from '../../rules/design/groups.ts';
import { type FaultyInput, type FormTexts, fillIn, type Input } from '../../rules/design/inputs.ts';
import { formText } from '../../rules/design/leaf.ts';
import { designInputs, fieldPageInputs, posterInputs, propertyPageInputs } from '../../rules/design/page-inputs.ts';
import { propertiesOf } from '../../rules/design/property-inputs.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { namedValues, storedText, type ValueChoice } from '../../rules/forms/value-choices.ts';
import { FRONT_GROUPS, fieldsOf, type Room, roomsOf } from '../../rules/passes/fit.ts';
import { shownValue } from '../../rules/passes/shown-value.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { compileTemplate } from '../../rules/templates/template.ts';
import { type JsonObject, toText } from '../../rules/values/values.ts';
import { POSTER } from '../../rules/vocabulary.ts';
import { hasAccess } from '../access/access.ts';
import { type Caller, mayDo } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { newestPasses } from '../customers/newest-passes.ts';
import { looksOf, type OtherLook } from '../files/two-looks.ts';
import type { PassView } from '../files/view-pass.ts';
import { drawnOrNull, viewProgram } from '../files/view-template.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';
import { insertableValues } from './insertable-values.ts';
import { customersWithOwnValue } from './own-values.ts';
import { constructorDiagnostics } from './save-template.ts';

/** The page of the designer that a form belongs to. */
export type DesignPage =
  | { readonly kind: 'card' }
  /** The poster beside the card, or the newer look of a ticket. */
  | { readonly kind: 'poster' }
  | { readonly kind: 'field'; readonly group: string; readonly key: string }
  | { readonly kind: 'property'; readonly key: string };

/** A text that lock screens say when a field changes. */
export interface LockScreenText {
  readonly group: string;
  readonly key: string;
  readonly text: string;
}

export interface DesignPreview {
  /** Null: the draft has a fault with which no pass can be drawn. */
  readonly view: PassView | null;
  /** The same pass in the other of its two looks; null: it has one look. */
  readonly other: OtherLook | null;
  /** The places on the front and how full they are; empty without a view. */
  readonly rooms: readonly Room[];
  readonly lockScreen: readonly LockScreenText[];
  /** The customer whose values are shown; null: those of a new pass. */
  readonly customer: string | null;
}

export interface Design {
  readonly page: DesignPage;
  readonly open: OpenDraft;
  /** The draft with what was typed. */
  readonly passConstructor: JsonObject;
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
  /** The texts of the page's inputs by their names: what was typed, else what the draft says. */
  readonly shown: ReadonlyMap<string, string>;
  readonly faults: readonly FaultyInput[];
  readonly preview: DesignPreview;
  /** The newest customers, whose values the card may be drawn with; empty for who may not see them. */
  readonly customers: readonly { readonly hash: string; readonly name: string }[];
  /** The values that texts may hold. */
  readonly choices: readonly ValueChoice[];
}

export interface DesignView {
  readonly page: DesignPage;
  /** What was typed and not saved. */
  readonly texts: FormTexts;
  /** The hash of the pass whose values are shown; null: a new pass. */
  readonly pass: string | null;
  /** The words of the page's language, for the names of values. */
  readonly words: SentenceWords;
}

/** The most customers to choose from. */
const MOST_CUSTOMERS = 12;

/**
 * The draft with what was typed into its form, drawn. Stores nothing. Fails with openDraft's codes,
 * and `path_unknown` for a page of a field or value that the draft lacks.
 */
export async function showDesign(
  context: Context,
  caller: Caller,
  templateHash: string,
  { page, texts, pass, words }: DesignView,
): Promise<Design> {
  const open = await openDraft(context, caller, templateHash);
  const inputs = inputsOf(open.passConstructor, page);
  const typed = typedTexts(open.passConstructor, texts, inputs, words);
  const { passConstructor, faults } = fillIn(open.passConstructor, inputs, typed);
  const { program } = await compiled(passConstructor);
  const customer = pass === null ? null : await customerOf(context, caller, open, pass);
  return {
    page,
    open,
    passConstructor,
    program,
    diagnostics: await constructorDiagnostics(passConstructor),
    shown: new Map(inputs.map(({ name, text }) => [name, typed[name] ?? text])),
    faults,
    preview: await previewOf(context, open, program, { customer, isPoster: isOfPoster(page), language: words.tag }),
    customers: await customersOf(context, caller, open),
    choices: insertableValues(context, open.snapshot, program, words, customer?.pass ?? null),
  };
}

/** The place of a field's page; null where the draft has no such field. */
export function placeOfPage(passConstructor: JsonObject, page: DesignPage): FieldPlace | null {
  return page.kind === 'field' ? placeOf(passConstructor, page.group, page.key) : null;
}

/** Whether a page is about the poster beside the card. */
export function isOfPoster(page: DesignPage): boolean {
  return page.kind === 'poster' || (page.kind === 'field' && treeOf(page.group) === POSTER);
}

/** The position of a hidden value's page; null where the draft has no such value. */
export function propertyOfPage(passConstructor: JsonObject, page: DesignPage): number | null {
  if (page.kind !== 'property') return null;
  return propertiesOf(passConstructor).find(({ key }) => key === page.key)?.at ?? null;
}

function inputsOf(passConstructor: JsonObject, page: DesignPage): readonly Input[] {
  if (page.kind === 'card') return designInputs(passConstructor);
  if (page.kind === 'poster') return posterInputs(passConstructor);
  const place = placeOfPage(passConstructor, page);
  if (place !== null) return fieldPageInputs(passConstructor, place);
  const at = propertyOfPage(passConstructor, page);
  if (at !== null) return propertyPageInputs(passConstructor, at);
  const message = `The draft of this card has no ${page.kind === 'field' ? 'field' : 'hidden value'} "${page.key.slice(0, 100)}".`;
  throw new AppError('parameter_invalid', { field: 'key', message });
}

async function customerOf(
  context: Context,
  caller: Caller,
  { snapshot }: OpenDraft,
  hash: string,
): Promise<PassSnapshot | null> {
  if (!mayDo(caller, 'find')) return null;
  const found = await context.store.passByHash(hash);
  const isOne = found !== null && found.template.id === snapshot.template.id && hasAccess(caller.account, found.owner);
  return isOne ? found : null;
}

async function customersOf(context: Context, caller: Caller, { snapshot }: OpenDraft): Promise<Design['customers']> {
  if (!mayDo(caller, 'find')) return [];
  const newest = await newestPasses(context, snapshot, MOST_CUSTOMERS);
  return Promise.all(
    newest.map(async (pass) => ({ hash: pass.hash, name: await nameOfCustomer(context, { ...snapshot, pass }) })),
  );
}

interface PreviewOptions {
  readonly customer: PassSnapshot | null;
  /** Whether the page is about the poster, which it then draws first. */
  readonly isPoster: boolean;
  readonly language: string;
}

async function previewOf(
  context: Context,
  { snapshot }: OpenDraft,
  program: Program,
  { customer, isPoster, language }: PreviewOptions,
): Promise<DesignPreview> {
  const drawn = await drawnOrNull(viewProgram(context, snapshot, program, customer?.pass ?? null));
  const { view, other } = looksOf(drawn, isPoster);
  return {
    view,
    other,
    rooms: view === null ? [] : roomsOf(view.passJson),
    lockScreen: view === null ? [] : lockScreenOf(view, language),
    customer: customer?.pass.hash ?? null,
  };
}

/** What lock screens would say if each field changed to the value that it shows. */
function lockScreenOf({ passJson }: PassView, language: string): readonly LockScreenText[] {
  return [...FRONT_GROUPS, 'backFields'].flatMap((group) =>
    fieldsOf(passJson, group).flatMap((field) => {
      const message = toText(field.changeMessage);
      if (message === '') return [];
      const text = message.replaceAll('%@', () => shownValue(field, language));
      return [{ group, key: toText(field.key), text }];
    }),
  );
}

export interface DesignForm {
  readonly revision: string;
  readonly page: DesignPage;
  readonly texts: FormTexts;
  /** What the pressed button does, in this order. */
  readonly acts: readonly Act[];
  readonly words: SentenceWords;
}

/**
 * Writes what was typed into the draft, and does what the pressed button says. Fails with editDraft's
 * codes, and `value_invalid` for texts that cannot stand in their places: `beside.faults` names
 * their inputs.
 */
export async function saveDesign(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, page, texts, acts, words }: DesignForm,
): Promise<OpenDraft> {
  const stored = await storedFields(context, caller, templateHash, acts);
  if (stored.length > 0) throw faulty(stored);
  return editDraft(context, caller, templateHash, {
    revision,
    edit: (draft) => {
      const inputs = inputsOf(draft, page);
      const { passConstructor, faults } = fillIn(draft, inputs, typedTexts(draft, texts, inputs, words));
      const found = [...faults];
      let done = passConstructor;
      for (const act of acts) {
        const next = perform(done, act);
        if (typeof next === 'string') found.push({ name: faultyInputOf(act), fault: next });
        else done = next;
      }
      if (found.length > 0) throw faulty(found);
      return done;
    },
  });
}

/** The texts of a form with the conditions of its rows, and with magic strings for `{Points}`. */
function typedTexts(draft: JsonObject, texts: FormTexts, inputs: readonly Input[], words: SentenceWords): FormTexts {
  const said = withRowConditions(texts, inputs, words);
  const changed = inputs.filter(({ name, text }) => said[name]?.includes('{') && formText(said[name]) !== text);
  if (changed.length === 0) return said;
  const { program } = compileTemplate(draft);
  const values = namedValues(program, namesIn(program, words));
  const named = changed.map(({ name }) => [name, storedText(program, values, said[name]!)] as const);
  return { ...said, ...Object.fromEntries(named) };
}

/**
 * The fields that would get another API path while passes have values of their own under the one
 * that they have: those passes would lose the values.
 */
async function storedFields(
  context: Context,
  caller: Caller,
  templateHash: string,
  acts: readonly Act[],
): Promise<readonly FaultyInput[]> {
  const moves = acts.filter((act) => act.kind === 'moveField').filter(({ from, to }) => from.group !== to.group);
  if (moves.length === 0) return [];
  const { passConstructor, snapshot } = await openDraft(context, caller, templateHash);
  const faults: FaultyInput[] = [];
  for (const { from } of moves) {
    const field = fieldAt(passConstructor, from);
    if (field === undefined) continue;
    const place = { kind: 'field', group: from.group, key: keyOf(field) } as const;
    if ((await customersWithOwnValue(context, snapshot.template, place)) === 0) continue;
    faults.push({ name: `${inputPrefix(from)}label`, fault: 'stored' });
  }
  return faults;
}

/** The input beside the button. */
function faultyInputOf(act: Act): string {
  return act.kind === 'addField' ? `new.${act.group}` : act.kind === 'addProperty' ? 'new.property' : `do.${act.kind}`;
}

function faulty(faults: readonly FaultyInput[]): AppError {
  const names = faults.map(({ name }) => name).join(', ');
  const message = `These values cannot stand in their places: ${names}.`;
  return new AppError('value_invalid', { field: faults[0]!.name, message, beside: { faults } });
}
