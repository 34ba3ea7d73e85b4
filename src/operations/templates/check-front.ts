// Warns of what a template's author may not see on the front of its passes: fields that Wallet has
// no room for, texts that end in "…", and colours that nobody can read. The drawn pass shows the
// same (rules/passes/fit.ts). Also warns of a message for NFC readers that arrives cut off.
import { createReport, type Diagnostic, type Report } from '../../rules/diagnostics.ts';
import { type FittedField, type FittedText, type Front, fitFront } from '../../rules/passes/fit.ts';
import { frontColours, readableOn } from '../../rules/passes/front-colours.ts';
import type { Program } from '../../rules/templates/program.ts';
import { contrast, READABLE } from '../../rules/values/contrast.ts';
import { isObject, toText } from '../../rules/values/values.ts';
import { type FrontCase, frontCases } from './front-cases.ts';

/** Warnings about a program without errors, each place once. */
export function checkFront(program: Program): readonly Diagnostic[] {
  const report = createReport();
  const told = new Set<string>();
  for (const shown of frontCases(program)) {
    const found = createReport();
    const front = fitFront(shown.passJson, shown.images);
    tellLeftOut(front, shown, found);
    tellCut(front, shown, found);
    tellFaint(front, shown, found);
    tellMessage(shown, found);
    for (const { code, path, message } of found.diagnostics) {
      if (told.has(`${code} ${path}`)) continue;
      told.add(`${code} ${path}`);
      report.warning(code, path, message);
    }
  }
  return report.diagnostics;
}

function tellLeftOut({ leftOut }: Front, { prefix, when }: FrontCase, report: Report): void {
  for (const { group, key, limit } of leftOut) {
    report.warning(
      'fields_left_out',
      `${prefix}structure_${group}_${key}`,
      `Wallet leaves out this field${when}, because it shows ${limit}. Move it to backFields or to a row with room, or give it a condition.`,
    );
  }
}

function tellCut(front: Front, shown: FrontCase, report: Report): void {
  tellText(front.logoText, `${shown.prefix}logoText`, shown, report);
  for (const field of [...front.header, ...front.primary, ...front.rows.flatMap(({ fields }) => fields)]) {
    tellField(field, shown, report);
  }
}

function tellField({ group, key, label, value }: FittedField, shown: FrontCase, report: Report): void {
  const path = `${shown.prefix}structure_${group}_${key}`;
  tellText(label, `${path}_label`, shown, report);
  tellText(value, `${path}_value`, shown, report);
}

/** The most letters of a text in a message: its owner finds a longer text by its beginning. */
const MOST_QUOTED = 40;

function tellText({ text, isCut, letters }: FittedText, path: string, { when }: FrontCase, report: Report): void {
  if (!isCut) return;
  const quoted = text.length > MOST_QUOTED ? `${[...text].slice(0, MOST_QUOTED).join('')}…` : text;
  const place = letters === 1 ? 'one letter' : `about ${letters} letters`;
  report.warning(
    'value_too_long',
    path,
    `Wallet has room for ${place} here, in its smallest, and ends "${quoted}" in "…"${when}. Shorten it, take a field beside it away, or say it on the back.`,
  );
}

/**
 * Skips texts on an event ticket's background, because neither the image nor what stands on it is
 * known here.
 */
function tellFaint(front: Front, shown: FrontCase, report: Report): void {
  const { passJson, images, prefix, when, writtenBy } = shown;
  if (front.style === 'eventTicket' && !front.isOnStrip && images.some((name) => name.startsWith('background'))) return;
  const { background } = frontColours(passJson);
  const faint = new Map<string, string[]>();
  for (const key of ['foregroundColor', 'labelColor'] as const) {
    const colour = toText(passJson[key]);
    if (colour === '' || contrast(colour, background) >= READABLE) continue;
    // Name the trigger that wrote the combination, because its author can mend it.
    const path = writtenBy.get(key) ?? writtenBy.get('backgroundColor') ?? `${prefix}${key}`;
    faint.set(path, [...(faint.get(path) ?? []), `${key} ${colour} ${ratio(contrast(colour, background))}`]);
  }
  const better = readableOn(background);
  for (const [path, colours] of faint) {
    report.warning(
      'low_contrast',
      path,
      `On the background ${background}${when} the contrast is too low: ${colours.join(', ')}; small texts need ${ratio(READABLE)}. ` +
        `Change the background, or write in ${better}, which has ${ratio(contrast(better, background))}.`,
    );
  }
}

/** In bytes of UTF-8 (Apple's Pass.NFC, message). */
const LONGEST_NFC_MESSAGE = 64;

function tellMessage({ passJson, prefix, when, writtenBy }: FrontCase, report: Report): void {
  const message = isObject(passJson.nfc) ? toText(passJson.nfc.message) : '';
  const length = Buffer.byteLength(message);
  if (length <= LONGEST_NFC_MESSAGE) return;
  report.warning(
    'nfc_message_long',
    writtenBy.get('nfc_message') ?? `${prefix}nfc_message`,
    `A reader gets ${LONGEST_NFC_MESSAGE} bytes of this message, which has ${length}${when}: Wallet cuts off the rest.`,
  );
}

/** Rounds down, because a ratio below a limit must not look as if it met the limit. */
function ratio(value: number): string {
  return `${Math.floor(value * 10) / 10}:1`;
}
