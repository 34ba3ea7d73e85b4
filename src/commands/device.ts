// passwright device: a simulated phone, for people without one at hand and for tests. It needs no
// database and no settings.
import type { Command } from 'commander';
import { barcodeOf, identityOf, passFields } from '../device/pass-json.ts';
import { install, personalizePass, refresh, remove, update } from '../device/phone.ts';
import type { PassReport, Report } from '../device/session.ts';
import { shownValue } from '../device/shown-value.ts';
import { type Phone, readPhone, writePhone } from '../device/state.ts';
import type { PersonalAnswers } from '../device/web-service.ts';
import { print, telling } from './context.ts';
import { androidCommands } from './device-android.ts';

interface DeviceOptions {
  readonly state: string;
  readonly json?: boolean;
  readonly pull?: boolean;
}

interface PersonalOptions {
  readonly email?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly fullName?: string;
  readonly phone?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

function answersOf(options: PersonalOptions): PersonalAnswers {
  const { email, givenName, familyName, fullName, phone, postalCode, country } = options;
  const given = { emailAddress: email, givenName, familyName, fullName, phoneNumber: phone, postalCode };
  const all = Object.entries({ ...given, ISOCountryCode: country });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

export function deviceCommands(program: Command): void {
  const device = program.command('device').description('a simulated phone: what Wallet would do with a pass, in words');

  const command = (name: string, description: string) =>
    device
      .command(name)
      .description(description)
      .option('--state <file>', 'what the phone remembers', 'passwright-device.json')
      .option('--json', 'as JSON, with every request');

  command('install <link>', 'add the pass behind a link and register it; a creation link makes one')
    .addHelpText(
      'after',
      '\nExample:\n  $ passwright device install "http://127.0.0.1:8080/pass/create.php?templateHash=..."',
    )
    .action((link: string, options: DeviceOptions) => withPhone(options, (phone) => install(phone, link)));
  command('update [link]', 'ask what changed since the last time, of all passes or of one link or serial number')
    .option('--pull', 'pull to refresh: fetch without asking first')
    .addHelpText('after', '\nExamples:\n  $ passwright device update\n  $ passwright device update --pull')
    .action((link: string | undefined, options: DeviceOptions) =>
      withPhone(options, (phone) => (options.pull ? refresh : update)(phone, link)),
    );
  command('personalize <link>', 'fill in the form of a pass that asks for personal details')
    .option('--email <address>', 'the e-mail address')
    .option('--given-name <name>', 'the first name')
    .option('--family-name <name>', 'the last name')
    .option('--full-name <name>', 'the whole name')
    .option('--phone <number>', 'the phone number')
    .option('--postal-code <code>', 'the postal code')
    .option('--country <code>', 'the country by its two letters, such as DE')
    .addHelpText(
      'after',
      '\nExample:\n  $ passwright device personalize "http://127.0.0.1:8080/pass/create.php?hashedSerialNumber=..." --email ada@example.com',
    )
    .action((link: string, options: DeviceOptions & PersonalOptions) =>
      withPhone(options, (phone) => personalizePass(phone, link, answersOf(options))),
    );
  command('delete <link>', 'remove the pass of a link or serial number and tell the server')
    .addHelpText(
      'after',
      '\nExample:\n  $ passwright device delete "http://127.0.0.1:8080/pass/create.php?hashedSerialNumber=..."',
    )
    .action((link: string, options: DeviceOptions) => withPhone(options, (phone) => remove(phone, link)));
  command('show', 'what the phone holds')
    .addHelpText('after', '\nExample:\n  $ passwright device show --json')
    .action((options: DeviceOptions) => telling(async () => show(await readPhone(options.state), options)));
  androidCommands(device);
}

/**
 * Runs one command on the phone. Writes the state file also after a failure, with what the phone
 * learned before.
 */
async function withPhone(options: DeviceOptions, work: (phone: Phone) => Promise<Report>): Promise<void> {
  await telling(async () => {
    const phone = await readPhone(options.state);
    try {
      tell(await work(phone), options);
    } finally {
      await writePhone(options.state, phone);
    }
  });
}

function tell(report: Report, { json }: DeviceOptions): void {
  if (json) {
    const { passes, warnings, requests } = report;
    print(JSON.stringify({ passes, warnings, requests }));
    return;
  }
  if (report.passes.length === 0) print('Nothing new.');
  for (const pass of report.passes) for (const line of linesOf(pass)) print(line);
  for (const warning of report.warnings) print(`Warning: ${warning}`);
}

function linesOf(pass: PassReport): string[] {
  const lines = [`${pass.description} (${pass.serialNumber}): ${pass.outcome}`];
  for (const { key, label, before, after, notification } of pass.fields) {
    lines.push(`  ${label || key}: ${before ?? '(not there)'} -> ${after ?? '(gone)'}`);
    if (notification !== null) lines.push(`  Notification: ${notification}`);
  }
  if (pass.others.length > 0) lines.push(`  Also different: ${pass.others.join(', ')}`);
  if (pass.voided) lines.push('  It is void.');
  if (!pass.updatable && pass.outcome !== 'removed')
    lines.push('  It has no webServiceURL: the phone does not ask for updates.');
  return lines;
}

function show(phone: Phone, { json }: DeviceOptions): void {
  const passes = phone.passes.map(({ link, registered, lastModified, passJson }) => {
    const { serialNumber, passTypeIdentifier, webServiceURL } = identityOf(passJson);
    const fields = passFields(passJson).map((field) => ({
      key: String(field.key),
      label: typeof field.label === 'string' ? field.label : '',
      value: shownValue(field),
    }));
    const description = String(passJson.description);
    const identity = { description, serialNumber, passTypeIdentifier, webServiceURL };
    return { ...identity, link, registered, lastModified, fields, barcode: barcodeOf(passJson) };
  });
  if (json) {
    print(JSON.stringify({ deviceLibraryIdentifier: phone.deviceLibraryIdentifier, passes }));
    return;
  }
  if (passes.length === 0) print('This phone holds no passes.');
  for (const { description, serialNumber, registered, fields, barcode, link } of passes) {
    print(`${description} (${serialNumber}): ${registered ? 'registered' : 'not registered'}`);
    for (const { key, label, value } of fields) print(`  ${label || key}: ${value}`);
    if (barcode !== null) print(`  Barcode: ${barcode}`);
    print(`  From ${link}`);
  }
}
