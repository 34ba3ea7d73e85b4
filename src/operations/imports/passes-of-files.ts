// Brings passes that are .pkpass files or pass.json files. Without a card of the owner's, the card
// is made from what the passes have in common.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { cardOfPasses } from '../../rules/imports/card-of-passes.ts';
import { type ImportFault, readIdentity } from '../../rules/imports/identity.ts';
import { ownFields, type PlaceMap } from '../../rules/imports/pass-fields.ts';
import type { PassFiles, PassInFile } from '../../rules/imports/pass-files.ts';
import { placesOfPass, styleOfPass } from '../../rules/imports/pass-places.ts';
import type { Program } from '../../rules/templates/program.ts';
import { compileTemplate } from '../../rules/templates/template.ts';
import { toText } from '../../rules/values/values.ts';
import { findTemplate } from '../access/access.ts';
import { type Caller, requireCard, requireRight } from '../access/caller.ts';
import type { RawFields } from '../change/take-fields.ts';
import type { Context } from '../context.ts';
import { importTemplate } from '../templates/import-template.ts';
import { compileConstructor } from '../templates/save-template.ts';
import type { AddressChoice } from './address.ts';
import { certificateNeeded, type GivenPass, importPasses, type PassImportReport } from './import-passes.ts';

export interface FilesInput {
  readonly name: string;
  readonly files: PassFiles;
  /** The card that the passes become passes of; null: the one of an earlier run, else a new one. */
  readonly templateHash: string | null;
  /** The name of a new card; null: the description of the first pass. */
  readonly cardName: string | null;
  readonly map: PlaceMap;
  readonly address: AddressChoice | null;
  /** See PassImport. */
  readonly say: string;
  readonly dryRun: boolean;
  readonly onProgress?: (passes: number) => void;
}

export interface FilesReport extends PassImportReport {
  /** Null: a dry run made no card. */
  readonly templateHash: string | null;
  readonly isNewCard: boolean;
  /** What is doubtful about a new card. */
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

/** How many passes show what they have in common, from the first one on. */
const MOST_COMPARED = 200;

/**
 * Fails with the codes of requireCard, `role_forbidden` and the codes of importTemplate for a new
 * card, and those of importPasses.
 */
export async function importPassFiles(context: Context, caller: Caller, input: FilesInput): Promise<FilesReport> {
  const { files, dryRun } = input;
  const samples = await readSamples(files);
  const first = samples.find(({ passJson }) => styleOfPass(passJson) !== null);
  if (first === undefined) {
    const message = 'None of the passes has a style, such as storeCard or eventTicket, so none can be shown.';
    throw new AppError('parameter_invalid', { field: 'file', message });
  }
  const { card, program, isNewCard, warnings } = await cardOf(context, caller, input, first, samples);
  const report = await importPasses(context, caller, {
    name: input.name,
    card,
    accountId: card?.owner.id ?? caller.account.id,
    program,
    passes: passesOf(files, first, program, { map: input.map, keepsDesign: input.templateHash !== null }),
    address: input.address,
    say: input.say,
    dryRun,
    onProgress: input.onProgress,
  });
  return { ...report, templateHash: card?.template.hash ?? null, isNewCard, warnings };
}

/** Files that cannot be read are told when their turn comes. */
async function readSamples(files: PassFiles): Promise<readonly PassInFile[]> {
  const samples: PassInFile[] = [];
  for (const name of files.names.slice(0, MOST_COMPARED)) {
    const pass = await readOrFault(files, name);
    if ('passJson' in pass) samples.push(pass);
  }
  return samples;
}

async function readOrFault(files: PassFiles, name: string): Promise<PassInFile | ImportFault> {
  try {
    return await files.read(name);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { place: null, message: error.message };
  }
}

interface Card {
  readonly card: TemplateSnapshot | null;
  readonly program: Program;
  readonly isNewCard: boolean;
  readonly warnings: FilesReport['warnings'];
}

async function cardOf(
  context: Context,
  caller: Caller,
  { templateHash, cardName, dryRun }: FilesInput,
  first: PassInFile,
  samples: readonly PassInFile[],
): Promise<Card> {
  const there =
    templateHash === null
      ? await cardOfEarlierRun(context, caller, samples)
      : await requireCard(context, caller, 'correct', templateHash);
  if (there !== null) {
    return { card: there, program: await context.programs.load(there.template), isNewCard: false, warnings: [] };
  }
  const account = requireRight(context, caller, 'rules');
  const read = readIdentity(first.passJson);
  // Before there is a card that no pass could be of.
  const type = 'identity' in read ? read.identity.passTypeIdentifier : null;
  if (type !== null && (await context.store.certificateFor(account.id, type, context.clock.now())) === null) {
    throw new AppError('certificate_missing', { message: `${first.name}: ${certificateNeeded(type)}` });
  }
  const passConstructor = cardOfPasses(
    first.template().passConstructor,
    samples.map(({ passJson }) => passJson),
  );
  if (dryRun) {
    // Says what is wrong with the card, as making it would.
    const { warnings } = compileConstructor(passConstructor);
    return { card: null, program: compileTemplate(passConstructor).program, isNewCard: true, warnings };
  }
  const { templateHash: made, warnings } = await importTemplate(context, {
    account,
    author: caller.email,
    templateName:
      cardName ??
      (toText(first.passJson.description ?? '')
        .trim()
        .slice(0, 200) ||
        first.name),
    templatePublic: undefined,
    passConstructor,
    templateHash: undefined,
    ...(type === null ? {} : { passTypeIdentifier: type }),
  });
  const card = await findTemplate(context, made);
  return { card, program: await context.programs.load(card.template), isNewCard: true, warnings };
}

/** The card of the first pass that is here already; null: none is. */
async function cardOfEarlierRun(
  context: Context,
  caller: Caller,
  samples: readonly PassInFile[],
): Promise<TemplateSnapshot | null> {
  for (const { passJson } of samples) {
    const read = readIdentity(passJson);
    if (!('identity' in read)) continue;
    const { passTypeIdentifier, serialNumber } = read.identity;
    const found = await context.store.passBySerialNumber(passTypeIdentifier, serialNumber);
    if (found === null || found.owner.id !== caller.account.id) continue;
    if (found.pass.passTypeIdentifier !== passTypeIdentifier) continue;
    return requireCard(context, caller, 'correct', found.template.hash);
  }
  return null;
}

/** See ownFields. */
interface Reading {
  readonly map: PlaceMap;
  readonly keepsDesign: boolean;
}

async function* passesOf(
  files: PassFiles,
  first: PassInFile,
  program: Program,
  reading: Reading,
): AsyncGenerator<GivenPass> {
  for (const name of files.names) {
    const pass = await readOrFault(files, name);
    yield 'passJson' in pass ? passOf(pass, first, program, reading) : faulty(name, [pass]);
  }
}

function faulty(where: string, faults: readonly ImportFault[]): GivenPass {
  return { where, identity: null, faults, fields: () => ({}), leftOut: [] };
}

function passOf(pass: PassInFile, first: PassInFile, program: Program, reading: Reading): GivenPass {
  const { name, passJson } = pass;
  const read = readIdentity(passJson);
  if (!('identity' in read)) return faulty(name, read.faults);
  const { fields, leftOut, faults } = ownFields(program, placesOfPass(passJson), reading);
  const ofStyle = styleFaults(pass, program);
  return {
    where: name,
    identity: read.identity,
    faults: [...ofStyle, ...faults],
    fields: () => ({ ...fields, ...ownImages(pass, first) }),
    leftOut,
  };
}

/** The pictures that differ from those of the first pass, which are the card's. */
function ownImages(pass: PassInFile, first: PassInFile): RawFields {
  const names = Object.keys(pass.images).filter((name) => pass.images[name] !== first.images[name]);
  if (names.length === 0) return {};
  return Object.fromEntries(Object.entries(pass.imageBytes(names)).map(([name, bytes]) => [`images_${name}`, bytes]));
}

function styleFaults({ passJson }: PassInFile, { passConstructor }: Program): readonly ImportFault[] {
  const style = styleOfPass(passJson);
  if (style === passConstructor.type) return [];
  const message = `The pass is ${style === null ? 'of no style' : `a ${style}`}, and the card a ${toText(passConstructor.type ?? null)}: import passes of each style by themselves.`;
  return [{ place: 'type', message }];
}
