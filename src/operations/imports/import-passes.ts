// Makes passes that another product has made already: phones that hold them know them by the same
// pass type, serial number and token. No rule runs and nothing is pushed. A pass that is here
// already is left out, so that an import that was cut goes on when it comes again.
import { AppError } from '../../errors.ts';
import type { EventNote, NewEvent } from '../../ports/store/events.ts';
import type { PassToImport } from '../../ports/store/imports.ts';
import type { CreationSnapshot, PassCreation } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { ImportFault, PassIdentity } from '../../rules/imports/identity.ts';
import { type AccessType, CREATE } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { Caller } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { consequencesOf } from '../change/consequences.ts';
import { withNewBarcode } from '../change/own-barcode.ts';
import { factsFor } from '../change/pass-facts.ts';
import { type RawFields, takeFields } from '../change/take-fields.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { nextTurn } from '../next-turn.ts';
import { makeNames } from '../passes/create-pass.ts';
import { withPrograms } from '../programs.ts';
import { requireIssuable } from '../templates/issue-gate.ts';
import { type AddressChoice, addressOf } from './address.ts';

/** A pass of a file. */
export interface GivenPass {
  /** Where the file has the pass, such as `row 7` or the name of a file in an archive. */
  readonly where: string;
  /** Null: see the faults. */
  readonly identity: PassIdentity | null;
  readonly faults: readonly ImportFault[];
  /** What it sets on the card, whose pictures are read only where the pass is new. */
  readonly fields: () => RawFields;
  /** Places of the file that the card lacks. */
  readonly leftOut: readonly string[];
}

export interface PassImport {
  /** The name of the file or folder. */
  readonly name: string;
  /** Null in a dry run: there is no card yet. */
  readonly card: TemplateSnapshot | null;
  readonly accountId: number;
  readonly program: Program;
  readonly passes: AsyncIterable<GivenPass>;
  /** Null: nobody has said. */
  readonly address: AddressChoice | null;
  /** What stands beside the first event of each pass, in the words of whoever reads it. */
  readonly say: string;
  /** Whether nothing is written. */
  readonly dryRun: boolean;
  /** Hears how many passes are done. */
  readonly onProgress?: ((passes: number) => void) | undefined;
}

export interface ToldPass {
  readonly where: string;
  readonly faults: readonly ImportFault[];
}

export interface PassImportReport {
  readonly passes: number;
  readonly added: number;
  /** Passes that were here before. */
  readonly known: number;
  /** Passes that were left out because something is wrong with them. */
  readonly wrong: number;
  /** New passes whose token the file does not say, so that phones that hold them get no answer. */
  readonly withoutToken: number;
  /** The addresses that new passes ask and this server does not have, with how many ask each. */
  readonly elsewhere: readonly { readonly address: string; readonly passes: number }[];
  /** Places of the file that the card lacks, with how many passes have each. */
  readonly leftOut: readonly { readonly place: string; readonly passes: number }[];
  /** The first passes with faults. */
  readonly told: readonly ToldPass[];
}

/** Passes that are made in one commit, after which others get their turn. */
const PASSES_AT_ONCE = 100;
/** The most passes with faults that a report names. */
const MOST_TOLD = 100;
/** The most addresses, and places that a card lacks, that a report names. */
const MOST_NAMED = 100;

interface ReadyPass {
  readonly where: string;
  readonly identity: PassIdentity;
  readonly fields: Fields;
}

type Fate = 'added' | 'known' | 'taken';

/**
 * The caller may change the card. Fails with `parameter_invalid` (`address`) when a pass asks another
 * server and nobody has said what becomes of that; passes before it stay imported.
 */
export async function importPasses(context: Context, caller: Caller, input: PassImport): Promise<PassImportReport> {
  const counts = { passes: 0, added: 0, known: 0, wrong: 0, withoutToken: 0 };
  const told: ToldPass[] = [];
  const elsewhere = new Map<string, number>();
  const leftOut = new Map<string, number>();
  const refuse = (where: string, faults: readonly ImportFault[]) => {
    counts.wrong += 1;
    if (told.length < MOST_TOLD) told.push({ where, faults });
  };
  const note = { who: caller.email, reason: input.say, undoes: null };
  const hasCertificate = certificateFinder(context, input.accountId);

  async function prepare(given: GivenPass): Promise<ReadyPass | null> {
    const { where, identity, faults } = given;
    for (const place of given.leftOut) count(leftOut, place);
    if (identity === null || faults.length > 0) {
      refuse(where, faults);
      return null;
    }
    const { passTypeIdentifier: type, serialNumber, webServiceURL } = identity;
    if (!(await hasCertificate(type))) {
      refuse(where, [{ place: 'passTypeIdentifier', message: certificateNeeded(type) }]);
      return null;
    }
    const there = await context.store.passBySerialNumber(type, serialNumber);
    if (there !== null && there.pass.passTypeIdentifier === type) {
      tell({ where, identity }, there.owner.id === input.accountId ? 'known' : 'taken');
      return null;
    }
    const address = addressOf(context, input.address, webServiceURL, input.dryRun);
    if (address !== webServiceURL && webServiceURL !== null) count(elsewhere, webServiceURL);
    if (identity.authenticationToken === null) counts.withoutToken += 1;
    const ready = { ...identity, webServiceURL: address };
    try {
      const depth = UNCALLED;
      // A dry run stores no picture.
      const raw = input.dryRun ? {} : given.fields();
      return { where, identity: ready, fields: await takeFields(context, input.program, raw, { full: true, depth }) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refuse(where, [faultOf(error)]);
      return null;
    }
  }

  function tell({ where, identity }: Pick<ReadyPass, 'where' | 'identity'>, fate: Fate): void {
    if (fate !== 'taken') {
      counts[fate] += 1;
      return;
    }
    const { passTypeIdentifier, serialNumber } = identity;
    const message = `Another account of this server has the pass ${serialNumber} of ${passTypeIdentifier}.`;
    refuse(where, [{ place: 'serialNumber', message }]);
  }

  async function write(chunk: readonly GivenPass[]): Promise<void> {
    const ready: ReadyPass[] = [];
    for (const given of chunk) {
      const pass = await prepare(given);
      if (pass !== null) ready.push(pass);
    }
    if (input.card === null || input.dryRun) for (const pass of ready) tell(pass, 'added');
    else await store(context, { card: input.card, note }, ready, tell, refuse);
    counts.passes += chunk.length;
    input.onProgress?.(counts.passes);
    await nextTurn();
  }

  try {
    let chunk: GivenPass[] = [];
    for await (const pass of input.passes) {
      chunk.push(pass);
      if (chunk.length < PASSES_AT_ONCE) continue;
      await write(chunk);
      chunk = [];
    }
    await write(chunk);
  } finally {
    if (counts.added > 0 && !input.dryRun && input.card !== null) {
      const subject = input.card.template.name;
      await recordAct(context, caller, { what: 'card.passes', subject, after: { file: input.name, ...counts } });
    }
  }
  return {
    ...counts,
    elsewhere: [...elsewhere].map(([address, passes]) => ({ address, passes })),
    leftOut: [...leftOut].map(([place, passes]) => ({ place, passes })),
    told,
  };
}

/** What to do for passes of a pass type that the account has no certificate of. */
export function certificateNeeded(type: string): string {
  return `The account has no certificate of ${type}. Import one first, made for this pass type by the same Apple account; no other can sign or push what phones hold.`;
}

function count(counts: Map<string, number>, name: string): void {
  const before = counts.get(name);
  if (before !== undefined || counts.size < MOST_NAMED) counts.set(name, (before ?? 0) + 1);
}

/** Whether the account has a certificate of a pass type; each type is looked up once. */
function certificateFinder({ store, clock }: Context, accountId: number): (type: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const has = (await store.certificateFor(accountId, type, clock.now())) !== null;
    if (known.size < MOST_NAMED) known.set(type, has);
    return has;
  };
}

/** Makes passes in one commit; where one of them is refused, each in a commit of its own. */
async function store(
  context: Context,
  { card, note }: { readonly card: TemplateSnapshot; readonly note: EventNote },
  passes: readonly ReadyPass[],
  tell: (pass: ReadyPass, fate: Fate) => void,
  refuse: (where: string, faults: readonly ImportFault[]) => void,
): Promise<void> {
  if (passes.length === 0) return;
  const imports = passes.map(
    (pass): PassToImport<'added'> => ({
      templateHash: card.template.hash,
      identity: pass.identity,
      decide: importing(context, pass, note),
    }),
  );
  const write = (given: readonly PassToImport<'added'>[]) =>
    withPrograms(context.programs, () => context.store.importPasses(given));
  try {
    for (const [index, fate] of (await write(imports)).entries()) tell(passes[index]!, fate);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    for (const [index, one] of imports.entries()) {
      try {
        tell(passes[index]!, (await write([one]))[0]!);
      } catch (refused) {
        if (!(refused instanceof AppError)) throw refused;
        refuse(passes[index]!.where, [faultOf(refused)]);
      }
    }
  }
}

function faultOf({ field, message }: AppError): ImportFault {
  return { place: field ?? null, message };
}

/** An event that happened in another product: it counts, runs nothing and is told to nobody. */
export function importedEvent(accessType: AccessType, time: number, note: EventNote): NewEvent {
  const imported = `import ${accessType}`;
  return { accessType, time, outcome: 'skipped', logged: true, trace: null, note, imported };
}

/** The decision that makes a pass without running onCreate. */
function importing(
  context: Context,
  { identity, fields }: ReadyPass,
  note: EventNote,
): (snapshot: CreationSnapshot) => PassCreation<'added'> {
  const names = makeNames(context);
  const made = { ...names, authenticationToken: identity.authenticationToken ?? names.authenticationToken };
  return (snapshot) => {
    const { template, owner, takenMessages } = snapshot;
    const program = context.programs.at(template);
    requireIssuable(snapshot, context.clock.now());
    const written = writeFields(program, {}, fields, { full: true, replaceAll: false });
    const overrides = withNewBarcode(program, written, made.hash, takenMessages);
    const { serialNumber } = identity;
    const facts = factsFor(context, owner, {
      hash: made.hash,
      serialNumber,
      templateHash: template.hash,
      overrides,
      access: {},
    });
    return {
      create: { ...made, overrides, createdAt: facts.now, imported: identity },
      event: importedEvent(CREATE, facts.now, note),
      ...consequencesOf(program, facts, null, overrides),
      result: 'added',
    };
  };
}
