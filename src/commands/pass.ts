// passwright pass: finds, shows and changes passes; passwright simulate prints what an event would do
// to one.
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../errors.ts';
import { findPass, findTemplate } from '../operations/access/access.ts';
import type { Context } from '../operations/context.ts';
import { UNCALLED } from '../operations/depth.ts';
import { type SimulatedOn, simulate } from '../operations/events/simulate.ts';
import { changePasses } from '../operations/passes/change-passes.ts';
import { findPasses } from '../operations/passes/find-passes.ts';
import type { DeviceInfo } from '../operations/passes/pass-info.ts';
import { type ShownEvent, type ShownPass, showPass } from '../operations/passes/show-pass.ts';
import type { Account } from '../ports/store/accounts.ts';
import { type AccessType, accessTypeNamed, TRIGGER_EVENTS, TRIGGER_OF } from '../rules/passes/facts.ts';
import { explainTrace, explainUnchanged, shown } from '../rules/triggers/explain-trace.ts';
import type { RunTrace } from '../rules/triggers/trace.ts';
import { whyUnchanged } from '../rules/triggers/unchanged.ts';
import type { JsonObject } from '../rules/values/values.ts';
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
        else for (const line of passLines(found, options.trace === true)) print(line);
      }),
    );

  program
    .command('simulate <hash>')
    .description(
      'tell what an event would do to a pass, or to a new pass of a template; nothing is stored, sent or pushed',
    )
    .requiredOption('--event <event>', `${TRIGGER_EVENTS.join(', ')}, or the number of an access type`, readEvent)
    .option('--set <path=value>', 'set an API path first; may be given several times', collectField, {})
    .option('--json', 'as JSON: the trace, the fields and pass.json afterwards')
    .addHelpText(
      'after',
      `
<hash> is a hashedSerialNumber, a creation URL, or a templateHash.

Examples:
  $ passwright simulate Uv3… --event onScan
  $ passwright simulate 7Yx… --event onRegister --set structure_secondaryFields_name_value=Ada --json`,
    )
    .action((hash: string, options: { event: AccessType; set: JsonObject; json?: boolean }) =>
      withDatabase(env, async (context) => {
        const { owner, on } = await findTarget(context, hash);
        const simulated = await simulate(context, owner, { on, accessType: options.event, fields: options.set });
        if (options.json === true) printJson(simulated);
        else for (const line of simulationLines(simulated)) print(line);
      }),
    );
}

function findCommand(pass: Command, env: Env): void {
  pass
    .command('find <text>')
    .description('find a pass by its hashedSerialNumber, creation URL, serial number, or the name it has in a campaign')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExamples:\n  $ passwright pass find Uv3…\n  $ passwright pass find 3f2c1a…-… --json')
    .action((text: string, options: { json?: boolean }) =>
      withDatabase(env, async (context) => {
        const found = await findPasses(context, text);
        if (options.json === true) printJson(found);
        else for (const each of found) print([each.hashedSerialNumber, each.description, each.template].join('\t'));
        if (found.length === 0) process.exitCode = 1;
      }),
    );
}

function setCommand(pass: Command, env: Env): void {
  pass
    .command('set <pass> <path=value...>')
    .description('set API paths of a pass as its owner, as in the editor: onEdit runs, phones are told')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ passwright pass set Uv3… structure_headerFields_points_value=12
  $ passwright pass set Uv3… level=gold "note=Welcome back"`,
    )
    .action((hash: string, given: readonly string[], options: { json?: boolean }) =>
      withDatabase(env, async (context) => {
        const fields = given.reduce<JsonObject>((before, text) => collectField(text, before), {});
        const { pass: found, owner } = await findPass(context, hash);
        const revision = { hashedSerialNumber: found.hash, fields };
        const [updated = false] = await changePasses(context, owner, [revision], UNCALLED);
        if (options.json === true) printJson({ hashedSerialNumber: found.hash, updated });
        else print(updated ? 'Changed. Phones that hold it are told.' : 'Nothing that the pass shows has changed.');
      }),
    );
}

function readEvent(text: string): AccessType {
  const type = accessTypeNamed(text);
  if (type === null || TRIGGER_OF[type] === null) {
    throw new InvalidArgumentError(`There are ${TRIGGER_EVENTS.join(', ')}.`);
  }
  return type;
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
): Promise<{ readonly owner: Account; readonly on: SimulatedOn }> {
  const pass = await orNull(() => findPass(context, hash));
  const template = pass ?? (await orNull(() => findTemplate(context, hash)));
  if (template === null) {
    const message = 'There is no pass with this hashedSerialNumber, and no template with this templateHash.';
    throw new AppError('pass_not_found', { field: 'hash', message });
  }
  const on = pass === null ? { templateHash: template.template.hash } : { hashedSerialNumber: pass.pass.hash };
  return { owner: template.owner, on };
}

async function orNull<T>(find: () => Promise<T>): Promise<T | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') return null;
    throw error;
  }
}

function simulationLines(simulated: JsonObject): string[] {
  const { trace, updated, triggerError } = simulated;
  const { event, outcome } = trace as unknown as RunTrace;
  const changes = updated === true ? 'The pass would change and be pushed.' : 'The pass would not change.';
  return [
    `${event}: ${outcome}. This is a simulation: nothing was stored, sent or pushed.`,
    ...explainTrace(trace!, en.trace),
    triggerError === undefined ? changes : `psTriggerError stops the run, the event is not logged: ${triggerError}`,
  ];
}

function passLines(pass: ShownPass, withTrace: boolean): string[] {
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
    ...(events.length === 0 ? ['  none'] : events.slice(hidden).flatMap((event) => eventLines(event, withTrace))),
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

function eventLines({ time, event, accessType, outcome, logged, trace }: ShownEvent, withTrace: boolean): string[] {
  const line = `  ${time}  ${event}: ${outcome}${logged ? '' : ', so not logged'}`;
  // A push runs no triggers, so it has no trace.
  if (TRIGGER_OF[accessType] === null) return [line];
  const unchanged = outcome === 'skipped' ? whyUnchanged(trace) : null;
  const why = unchanged === null ? [] : explainUnchanged(unchanged, en.trace);
  return [line, ...(withTrace ? explainTrace(trace, en.trace) : why).map((part) => `      ${part}`)];
}
