// passwright device android: a simulated Android phone, whose Google is the stand-in of
// `passwright google stand-in`.
import type { Command } from 'commander';
import { type CardReport, remove, save, update } from '../device/google/android.ts';
import { type AndroidPhone, readAndroidPhone, writeAndroidPhone } from '../device/google/android-state.ts';
import { barcodeOf, nameOf, shownFields } from '../device/google/shown-object.ts';
import { print, telling } from './context.ts';

interface AndroidOptions {
  readonly state: string;
  readonly json?: boolean;
  readonly wait?: boolean;
}

export function androidCommands(device: Command): void {
  const android = device
    .command('android')
    .description('a simulated Android phone with Google Wallet, which is a stand-in');

  const command = (name: string, description: string) =>
    android
      .command(name)
      .description(description)
      .option('--state <file>', 'what the phone remembers', 'passwright-android.json')
      .option('--json', 'as JSON');

  command('save <link>', 'add the card behind a save link, or behind a link that leads to one')
    .addHelpText(
      'after',
      '\nExample:\n  $ passwright device android save "http://127.0.0.1:8080/pass/google?hashedSerialNumber=..."',
    )
    .action((link: string, options: AndroidOptions) => withPhone(options, (phone) => save(phone, link)));
  command('update', 'hear what changed since the last time')
    .option('--wait', 'wait for the next change, at most 25 seconds')
    .addHelpText('after', '\nExample:\n  $ passwright device android update --wait')
    .action((options: AndroidOptions) => withPhone(options, (phone) => update(phone, options.wait === true)));
  command('delete <objectId>', 'delete a card, of which Google tells the server')
    .addHelpText('after', '\nExample:\n  $ passwright device android delete 3388000000000000001.hash')
    .action((objectId: string, options: AndroidOptions) => withPhone(options, (phone) => remove(phone, objectId)));
  command('show', 'what the phone holds')
    .addHelpText('after', '\nExample:\n  $ passwright device android show')
    .action((options: AndroidOptions) => telling(async () => show(await readAndroidPhone(options.state), options)));
}

/** Runs one command on the phone, and writes the state file also after a failure. */
async function withPhone(
  options: AndroidOptions,
  work: (phone: AndroidPhone) => Promise<readonly CardReport[]>,
): Promise<void> {
  await telling(async () => {
    const phone = await readAndroidPhone(options.state);
    try {
      tell(await work(phone), options);
    } finally {
      await writeAndroidPhone(options.state, phone);
    }
  });
}

function tell(reports: readonly CardReport[], { json }: AndroidOptions): void {
  if (json) {
    print(JSON.stringify({ cards: reports }));
    return;
  }
  if (reports.length === 0) print('Nothing new.');
  for (const { name, objectId, outcome, state, fields, notifications } of reports) {
    print(`${name} (${objectId}): ${outcome}`);
    for (const { key, label, before, after } of fields) {
      print(`  ${label || key}: ${before ?? '(not there)'} -> ${after ?? '(gone)'}`);
    }
    for (const text of notifications) print(`  Notification: ${text}`);
    if (state !== 'ACTIVE') print(`  It is ${state}.`);
  }
}

function show(phone: AndroidPhone, { json }: AndroidOptions): void {
  const cards = phone.cards.map(({ resource, object, class: ofClass }) => ({
    name: nameOf(resource, object, ofClass),
    objectId: String(object.id),
    resource,
    state: String(object.state ?? 'ACTIVE'),
    fields: shownFields(object, ofClass),
    barcode: barcodeOf(object),
  }));
  if (json) {
    print(JSON.stringify({ phone: phone.id, cards }));
    return;
  }
  if (cards.length === 0) print('This phone holds no cards.');
  for (const { name, objectId, resource, state, fields, barcode } of cards) {
    print(`${name} (${objectId}): ${resource}, ${state}`);
    for (const { key, label, value } of fields) print(`  ${label || key}: ${value}`);
    if (barcode !== null) print(`  Barcode: ${barcode}`);
  }
}
