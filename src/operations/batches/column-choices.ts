// The places of a card that columns of a spreadsheet may be for, in the order of the card.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { Context } from '../context.ts';
import { labelOf } from '../templates/news.ts';

export interface PlaceChoice {
  readonly path: string;
  /** The name that the card gives the place; the path where it gives none. */
  readonly label: string;
}

/** What beside fields differs from card to card. */
const BESIDE = [
  'barcode_message',
  'barcode_altText',
  'expirationDate',
  'relevantDate',
  'logoText',
  'backgroundColor',
  'foregroundColor',
  'labelColor',
  'images_thumbnail',
  'images_strip',
];

export async function columnChoices(
  context: Context,
  { template }: Pick<TemplateSnapshot, 'template'>,
): Promise<readonly PlaceChoice[]> {
  const program = await context.programs.load(template);
  const fields = [...program.locations.values()].filter(({ path, steps }) => {
    if (steps[0] === 'structure') return steps.length === 4 && steps[3] === 'value';
    // Properties that begin with ps are for the scanner and the server.
    return steps[0] === 'additional' && steps.length === 2 && !path.startsWith('ps');
  });
  const beside = BESIDE.flatMap((path) => {
    const location = locate(program, path);
    return location === null ? [] : [location];
  });
  return [...fields, ...beside].map((location) => ({ path: location.path, label: labelOf(program, location) }));
}

/** The headings and cells of an example file: three rows for this card. */
export async function exampleTable(
  context: Context,
  { template }: Pick<TemplateSnapshot, 'template'>,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const program = await context.programs.load(template);
  // The guide's example "modifies the logoText, barcode_altText, and background color".
  const columns = ['templateId', 'logoText', ...(hasBarcode(program) ? ['barcode_altText'] : []), 'backgroundColor'];
  const given = [
    ['Ada', 'Ada Byron', 'rgb(23, 90, 150)'],
    ['Grace', 'Grace Hopper', 'rgb(120, 40, 90)'],
    ['Alan', 'Alan Turing', 'rgb(30, 110, 60)'],
  ] as const;
  const rows = given.map(([logoText, altText, background]) => [
    String(template.id),
    logoText,
    ...(hasBarcode(program) ? [altText] : []),
    background,
  ]);
  return { columns, rows };
}

function hasBarcode(program: Program): boolean {
  return program.locations.has('barcode_message');
}
