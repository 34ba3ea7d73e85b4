// passwright pass: finds, shows and changes passes; passwright simulate prints what an event would do
// to one.
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../errors.ts';
import { findPass, findTemplate } from '../operations/access/access.ts';
import { commandLineOf } from '../operations/access/caller.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import type { Context } from '../operations/context.ts';
import { listCustomers } from '../operations/customers/list-customers.ts';
import { UNCALLED } from '../operations/depth.ts';
import { type Diagnosis, diagnose } from '../operations/devices/push-doctor.ts';
import { type SimulatedOn, simulate } from '../operations/events/simulate.ts';
import { changePasses } from '../operations/passes/change-passes.ts';
import type { DeviceInfo } from '../operations/passes/pass-info.ts';
import { type ShownEvent, type ShownPass, showPass } from '../operations/passes/show-pass.ts';
import type { Account } from '../ports/store/accounts.ts';
import { TRIGGER_EVENTS, TRIGGER_OF } from '../rules/passes/facts.ts';
import { timestamp } from '../rules/paths/magic.ts';
import { type Happening, happeningNamed } from '../rules/schedules/due.ts';
import { type Names, namesIn } from '../rules/sentences/names.ts';
import { runLines, runSentence } from '../rules/sentences/runs.ts';
import { readTrace } from '../rules/triggers/run-cause.ts';
import { type JsonObject, type JsonValue, toText } from '../rules/values/values.ts';
import { doctorLines } from '../ui/push-doctor.tsx';
import { en } from '../ui/texts/en/index.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

/** The number of events in the text; --json prints all of them. */
const EVENTS_SHOWN = 20;

export function passCommands(program: Command, env: Env): void {
  const pass = program.command('pass').description('passes of the database');
  findCommand(pass, env);
  setCommand(pass, env);
  pass
    .command('show <pass>')
    .description('show a pass by its hashedSerialNumber or creation URL: values, accesses, devices, events')
    .option('--json', 'as JSON, with all events and their traces')
    .option('--trace', 'with each event what its triggers did, and why')
    .addHelpText(
      'after',
      `
Values marked * are the pass's own; all others are its template's.

Examples:
  $ passwright pass show Uv3… --trace
  $ passwright pass show "https://passes.example.com/pass/create.php?hashedSerialNumber=Uv3…" --json`,
    )
    .action((pass: string, options: { json?: boolean; trace?: boolean }) =>
      withDatabase(env, async (context) => {
        const found = await showPass(context, pass);
        if (options.json === true) printJson(found);
        else {
          const names = await namesOf(context, found.template.hash);
          for (const line of passLines(found, names, options.trace === true)) print(line);
        }
      }),
    );

  pass
    .command('doctor <pass>')
    .description('tell how far the last change of a pass has come to phones: pushed, accepted, asked for, fetched')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright pass doctor Uv3…')
    .action((hash: string, options: { json?: boolean }) =>
      withDatabase(env, async (context) => {
        const diagnosis = await diagnose(context, await findPass(context, hash), en.sentences);
        if (options.json === true) printJson(diagnosis);
        else for (const line of diagnosisLines(diagnosis)) print(line);
      }),
    );

  program
    .command('simulate <hash>')
    .description(
      'tell what an event would do to a pass, or to a new pass of a template; nothing is stored, sent or pushed',
    )
    .requiredOption(
      '--event <event>',
      `${TRIGGER_EVENTS.join(', ')}, the number of an access type, or schedule:<name>`,
      readEvent,
    )
    .option('--set <path=value>', 'set an API path first; may be given several times', collectField, {})
    .option('--json', 'as JSON: the trace, the fields and pass.json afterwards')
    .addHelpText(
      'after',
      `
<hash> is a hashedSerialNumber, a creation URL, or a templateHash.

Examples:
  $ passwright simulate Uv3… --event onScan
  $ passwright simulate Uv3… --event schedule:Birthday
  $ passwright simulate 7Yx… --event onRegister --set structure_secondaryFields_name_value=Ada --json`,
    )
    .action((hash: string, options: { event: Happening; set: JsonObject; json?: boolean }) =>
      withDatabase(env, async (context) => {
        const { owner, on, templateHash } = await findTarget(context, hash);
        const input = { on, ...options.event, fields: options.set, words: en.sentences };
        const simulated = await simulate(context, owner, input);
        if (options.json === true) printJson(simulated);
        else for (const line of simulationLines(simulated, await namesOf(context, templateHash))) print(line);
      }),
    );
}

function findCommand(pass: Command, env: Env): void {
  pass
    .command('find <text>')
    .description('find passes by what they show, hashedSerialNumber, creation URL or serial number; newest first')
    .option('--account <email>', 'only those of this account')
    .option('--template <templateHash>', 'only those of this template')
    .option('--after <cursor>', 'the next page of a list')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Words are found by their beginnings: "ada by" finds Ada Byron.

Examples:
  $ passwright pass find "ada by"
  $ passwright pass find ada@example.com --account owner@example.com --json`,
    )
    .action((text: string, options: FindOptions) =>
      withDatabase(env, async (context) => {
        const accounts =
          options.account === undefined
            ? await context.store.accounts()
            : [await requireAccountByEmail(context, options.account)];
        let count = 0;
        for (const account of accounts) count += await printFound(context, account, text, options);
        if (count === 0) process.exitCode = 1;
      }),
    );
}

interface FindOptions {
  readonly account?: string;
  readonly template?: string;
  readonly after?: string;
  readonly json?: boolean;
}

/** Prints a page of an account's passes; answers how many. */
async function printFound(context: Context, account: Account, text: string, options: FindOptions): Promise<number> {
  const { template = null, after = null, json = false } = options;
  if (template !== null && (await findTemplate(context, template)).owner.id !== account.id) return 0;
  const search = { query: text, card: template, phone: null, visit: null, after };
  const { rows, next } = await listCustomers(context, commandLineOf(account), search);
  if (json && rows.length > 0) printJson({ account: account.email, passes: rows, next });
  else for (const { hash, name, card } of rows) print([hash, name, card].join('\t'));
  if (!json && next !== null) print(`There are more: --account ${account.email} --after ${next}`);
  return rows.length;
}

function setCommand(pass: Command, env: Env): void {
  pass
    .command('set')
    .argument('<pass>')
    .argument('<path=value...>', 'API paths with their values', (text: string, before?: JsonObject) =>
      collectField(text, before ?? {}),
    )
    .description('set API paths of a pass as its owner, as in the editor: onEdit runs, phones are told')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ passwright pass set Uv3… structure_headerFields_points_value=12
  $ passwright pass set Uv3… level=gold "note=Welcome back"`,
    )
    .action((hash: string, fields: JsonObject, options: { json?: boolean }) =>
      withDatabase(env, async (context) => {
        const { pass: found, owner } = await findPass(context, hash);
        const revision = { hashedSerialNumber: found.hash, fields };
        const [updated = false] = await changePasses(context, owner, [revision], UNCALLED);
        if (options.json === true) printJson({ hashedSerialNumber: found.hash, updated });
        else print(updated ? 'Changed. Phones that hold it are told.' : 'Nothing that the pass shows has changed.');
      }),
    );
}

function readEvent(text: string): Happening {
  const happening = happeningNamed(text);
  if (happening === null) {
    throw new InvalidArgumentError(`There are ${TRIGGER_EVENTS.join(', ')}, schedule:<name> and later:<name>.`);
  }
  return happening;
}

function collectField(text: string, before: JsonObject): JsonObject {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined) throw new InvalidArgumentError('It has the form path=value.');
  return { ...before, [path]: value! };
}

/** Finds a pass, else a template, and its owner. Fails with `pass_not_found`. */
async function findTarget(
  context: Context,
  hash: string,
): Promise<{ readonly owner: Account; readonly on: SimulatedOn; readonly templateHash: string }> {
  const pass = await orNull(() => findPass(context, hash));
  const template = pass ?? (await orNull(() => findTemplate(context, hash)));
  if (template === null) {
    const message = 'There is no pass with this hashedSerialNumber, and no template with this templateHash.';
    throw new AppError('pass_not_found', { field: 'hash', message });
  }
  const on = pass === null ? { templateHash: template.template.hash } : { hashedSerialNumber: pass.pass.hash };
  return { owner: template.owner, on, templateHash: template.template.hash };
}

/** The names that the template's places have on its passes. */
async function namesOf(context: Context, templateHash: string): Promise<Names> {
  const { template } = await findTemplate(context, templateHash);
  return namesIn(await context.programs.load(template), en.sentences);
}

async function orNull<T>(find: () => Promise<T>): Promise<T | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') return null;
    throw error;
  }
}

function simulationLines(simulated: JsonObject, names: Names): string[] {
  const { updated, triggerError } = simulated;
  const trace = readTrace(simulated.trace!)!;
  const { event, outcome } = trace;
  const changes = updated === true ? 'The pass would change and be pushed.' : 'The pass would not change.';
  return [
    `${event ?? trace.schedule}: ${outcome}. This is a simulation: nothing was stored, sent or pushed.`,
    ...runLines(trace, names),
    triggerError === undefined ? changes : `psTriggerError stops the run, the event is not logged: ${triggerError}`,
  ];
}

function diagnosisLines(diagnosis: Diagnosis): string[] {
  const { verdicts, doctor } = en.runs;
  const mark = (isGood: boolean | null) => (isGood === null ? ' ' : isGood ? '✓' : '✗');
  return [
    verdicts[diagnosis.verdict],
    ...doctorLines(diagnosis, doctor).map(
      ({ text, at, isGood }) => `  ${mark(isGood)} ${text}${at === null ? '' : ` ${timestamp(at)}`}`,
    ),
  ];
}

function passLines(pass: ShownPass, names: Names, withTrace: boolean): string[] {
  const { template, access, events } = pass;
  const hidden = Math.max(0, events.length - EVENTS_SHOWN);
  const accesses = Object.entries(access).map(([event, { count, last }]) => `  ${event}: ${count}, last ${last}`);
  return [
    `Pass ${pass.hashedSerialNumber}`,
    `  serial number  ${pass.serialNumber}`,
    `  address        ${pass.url}`,
    `  template       ${template.name} (${template.hash}, version ${template.version}${template.triggersPaused ? ', triggers paused' : ''})`,
    `  owner          ${pass.owner}`,
    `  created        ${pass.created}`,
    `  last changed   ${pass.updated} (update tag ${pass.updateTag})`,
    'Accesses',
    ...(accesses.length === 0 ? ['  none'] : accesses),
    'Devices',
    ...(pass.devices.length === 0 ? ['  none'] : pass.devices.map(deviceLine)),
    'Values (* set on this pass)',
    ...pass.values.flatMap(({ path, value, own, expanded }) => [
      `${own ? '*' : ' '} ${path} = ${shown(value)}${expanded === undefined ? '' : `  ->  ${shown(expanded)}`}`,
    ]),
    ...images(pass.userFields),
    `Events${hidden === 0 ? '' : ` (the newest ${EVENTS_SHOWN}; --json has ${hidden} more)`}`,
    ...(events.length === 0
      ? ['  none']
      : events.slice(hidden).flatMap((event) => eventLines(event, names, withTrace))),
  ];
}

function deviceLine({ device, registered, lastPush, lastPushStatus, lastPushReason }: DeviceInfo): string {
  const outcome = lastPushStatus === 200 ? 'taken by APNs' : [lastPushStatus, lastPushReason].filter(Boolean).join(' ');
  return `  ${device}  since ${registered}, ${lastPush === null ? 'not pushed to yet' : `pushed ${lastPush}: ${outcome}`}`;
}

function images(userFields: JsonObject): string[] {
  return Object.entries(userFields)
    .filter(([path]) => path.startsWith('images_'))
    .map(([path, url]) => `* ${path} = ${shown(url)}`);
}

function eventLines(event: ShownEvent, names: Names, withTrace: boolean): string[] {
  const { time, accessType, outcome, logged, changed } = event;
  const line = `  ${time}  ${event.event}: ${outcome}${logged ? '' : ', so not logged'}`;
  // A push runs no triggers, so it has no trace.
  if (TRIGGER_OF[accessType] === null) return [line];
  const trace = readTrace(event.trace);
  const sentence = runSentence({ accessType, trace, changed }, names);
  const why = withTrace ? runLines(trace, names) : sentence === null ? [] : [sentence];
  return [line, ...why.map((part) => `      ${part}`)];
}

/** Writes a value as JSON, which distinguishes "" and "7" from nothing and 7. */
function shown(value: JsonValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : toText(value) || 'null';
}
