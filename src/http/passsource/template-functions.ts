// The API functions about templates: reading, saving, images, statistics, passes, deleting.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { PASSSOURCE_API } from '../../operations/access/caller.ts';
import { pushTemplate } from '../../operations/devices/push.ts';
import * as deleting from '../../operations/passes/delete.ts';
import * as passReads from '../../operations/passes/pass-info.ts';
import * as saving from '../../operations/templates/save-template.ts';
import * as templates from '../../operations/templates/template-info.ts';
import { PARAMETER_NAMES } from '../../rules/vocabulary.ts';
import { apiFunction } from './api-function.ts';
import { byTemplate, clientHash, hashedSerialNumber, templateFields, userFields } from './fields.ts';
import { shapes } from './function-parameters.ts';
import { IMAGE_WORDS } from './sentences.ts';

const { text, flag, whole, accessType, object } = shapes;

export const allTemplates = apiFunction({
  summary: 'Lists the templates of the account.',
  access: 'owner',
  parameters: { clientHash },
  answer: {
    templates: z.array(
      z.strictObject({ ...templateFields, url: z.string().describe('The page of the template for its owner.') }),
    ),
  },
  example: { clientHash: '$CLIENT' },
  run: ({ context, account }) => templates.allTemplates(context, account),
});

export const templateInfo = apiFunction({
  summary: 'Answers a template and whose it is.',
  access: 'owner',
  parameters: byTemplate,
  answer: templateFields,
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE' },
  run: ({ context, account }, input) => templates.templateInfo(context, account, input.templateHash),
});

export const insertUpdateTemplate = apiFunction({
  summary: 'Saves a template: a new one, a change of one, or a copy of one.',
  description:
    'Without templateHash it makes a template. With that of a template of yours it changes what is given and keeps the rest. With that of ' +
    'a public template of somebody else it makes a copy, with its triggers paused; copy=true copies one of yours. Trigger events and additional ' +
    'properties that stand at the top of passConstructor are read as parts of triggers and additional, with a warning. A template that cannot work is refused with diagnostics.',
  access: 'owner',
  pictures: true,
  parameters: {
    clientHash,
    templateName: text.describe('A name for the owner. Needed for a new template.').optional(),
    templatePublic: flag.describe('Whether other accounts may copy it. Default false.').optional(),
    passConstructor: object
      .describe(
        'The template: like pass.json, with additional properties and triggers. Needed for a new template. Beyond pass.json: ' +
          'localizations {"fr": {"Hello": "Bonjour"}} translate texts, as the template writes them, magic strings and all; ' +
          'localizedImages {"fr": {"strip": image}} are shown instead of images; redeemed is a second design (type, structure, barcode, ' +
          'colours, images, localizations) without triggers or additional properties of its own, shown while the additional property ' +
          'isRedeemed is true; timezone is the hours that dates without a zone are ahead of UTC, by default 0, and those of clocks ' +
          'in conditions, by default in the zone of the account; with magicPrefixes ' +
          '#{key}, also with $ for #, names an additional property, whatever else is called so. PSValue, PSDynamic, PSBarcodeKind and the other ' +
          'keys are under "Keys of a template".',
      )
      .optional(),
    templateHash: text.describe('The template to change or to copy.').optional(),
    templateId: text.describe('When given, it must name the same template as templateHash.').optional(),
    copy: flag.describe('Whether to copy the template of templateHash, also one of your own.').default(false),
    triggersPaused: flag.describe('The kill switch: events are logged, triggers do not run.').optional(),
    passTypeIdentifier: text
      .describe('The pass type of new passes, of one of your certificates; DELETE goes back to the newest one.')
      .optional(),
  },
  answer: {
    templateHash: z.string(),
    templateId: z.string(),
    warnings: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .describe(
        'What was saved and is probably not meant so. Also what Wallet has no room for on the front (fields beyond those it shows, texts ' +
          'that end in an ellipsis even in its smallest letters, by an estimate of their width), and colours whose contrast is below 4.5:1, on new ' +
          'passes and after triggers have run. The code of each is in `passwright template lint --json`: fields_left_out, value_too_long, low_contrast.',
      ),
  },
  example: {
    clientHash: '$CLIENT',
    templateName: 'Points',
    passConstructor:
      '{"type":"storeCard","description":"Points card","organizationName":"Corner Bakery",' +
      '"structure":{"headerFields":[{"key":"points","label":"POINTS","value":0}]},' +
      '"barcode":{"format":"PKBarcodeFormatQR","message":"{hashedSerialNumber}"},' +
      '"triggers":{"onScan":{"action":"PSActionIncrementValue","targetPath":"structure_headerFields_points_value","amount":1}}}',
  },
  run: ({ context, account, depth }, input) =>
    saving.saveTemplate(context, account, { ...input, author: PASSSOURCE_API, depth }),
});

export const uploadTemplateImages = apiFunction({
  summary: 'Sets or removes images of a template.',
  description:
    'Each image under its name, with or without images_ before it and @2x or @3x behind. All densities are made from the largest one given. ' +
    'Images of other names are stored and answered by imageForName; no pass shows them.',
  access: 'owner',
  parameters: byTemplate,
  more: 'images',
  answer: {
    warnings: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .describe('Images that no pass shows, because Apple has no image of that name.')
      .optional(),
  },
  example: {
    clientHash: '$CLIENT',
    templateHash: '$TEMPLATE',
    logo: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  },
  async run({ context, account, fields, depth }, input) {
    const images: Record<string, string | Uint8Array> = {};
    for (const [name, value] of Object.entries(fields)) {
      if (PARAMETER_NAMES.includes(name)) continue;
      images[name.replace(/^images_/, '')] = value instanceof Uint8Array ? value : String(value);
    }
    return saving.uploadTemplateImages(context, account, { ...input, images, author: PASSSOURCE_API, depth });
  },
});

export const imageForName = apiFunction({
  summary: 'Answers where an image of a template or a pass can be fetched.',
  description: 'Needs no clientHash: whoever has the hash of a pass or template sees its images anyway.',
  access: 'none',
  parameters: {
    image: text.describe(`${IMAGE_WORDS}, with or without @2x or @3x, or another name that was uploaded.`),
    templateHash: text.describe('The template. Give this or hashedSerialNumber.').optional(),
    hashedSerialNumber: hashedSerialNumber.optional(),
  },
  answer: { url: z.string() },
  example: { image: 'logo', templateHash: '$TEMPLATE' },
  run: ({ context }, input) => passReads.imageForName(context, input),
});

export const templateStats = apiFunction({
  summary: 'Counts the passes of a template.',
  description: 'Each number counts passes, not events.',
  access: 'owner',
  parameters: byTemplate,
  answer: {
    created: z.int(),
    installed: z.int(),
    deleted: z.int(),
    theoretical: z.int().describe('Installed and not deleted.'),
    scanned: z.int(),
    registered: z.int(),
    push: z
      .strictObject({ told: z.int() })
      .describe('While a push of the template is under way: how many devices were pushed to.')
      .optional(),
    sources: z
      .record(z.string(), z.int())
      .describe("How many passes were made for each utm_source that Pass2U's API was given.")
      .optional(),
    age: z.int().describe('How old the numbers are, in seconds: 0, because they are kept up to date.'),
  },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE' },
  run: ({ context, account }, input) => templates.templateStats(context, account, input.templateHash),
});

export const templatePasses = apiFunction({
  summary: 'Lists the passes of a template for which an event was logged.',
  description: 'In the order in which the passes were made.',
  access: 'owner',
  parameters: {
    ...byTemplate,
    accessType: accessType.describe('Which event; 1, creation, lists every pass.'),
    count: whole.describe('The most passes to answer; -1: all.').default(-1),
    start: whole.describe('How many passes to leave out at the beginning.').default(0),
  },
  answer: { passes: z.array(z.strictObject({ hashedSerialNumber: z.string(), userFields })) },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE', accessType: '1', count: '100' },
  check(input) {
    if (input.start < 0) {
      throw new AppError('parameter_invalid', { field: 'start', message: 'start must be 0 or more.' });
    }
  },
  run: ({ context, account }, input) => passReads.templatePasses(context, account, input),
});

export const updatePassesForTemplate = apiFunction({
  summary: 'Pushes every pass of a template to the devices that have it.',
  access: 'owner',
  parameters: byTemplate,
  answer: {
    count: z.int().describe('How many passes are pushed: those on a phone, in Apple Wallet or Google Wallet.'),
  },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE' },
  run: ({ context, account }, input) => pushTemplate(context, account, input.templateHash),
});

export const deleteTemplate = apiFunction({
  summary: 'Deletes a template with all its passes and their events, for good.',
  access: 'owner',
  parameters: byTemplate,
  answer: { deletedTemplateId: z.string() },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE' },
  run: ({ context, account }, input) => deleting.deleteTemplate(context, account, input.templateHash),
});
