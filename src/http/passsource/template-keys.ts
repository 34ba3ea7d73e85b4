// The keys of a template that Apple's pass.json does not have, each with what it holds and does: for the reference.
import { VALIDATORS } from '../../rules/forms/validators.ts';
import { PERSONAL_INFO, type PERSONAL_PATHS, PERSONALIZATION_FIELDS } from '../../rules/templates/personalization.ts';
import {
  type ACTION_KEYS,
  type ATTRIBUTE_KEYS,
  ATTRIBUTE_TYPES,
  type BARCODE_KIND,
  BARCODE_KINDS,
  type PERSONALIZATION,
  type SCHEDULES,
  type SPECIAL_PROPERTIES,
} from '../../rules/vocabulary.ts';
import type { ReferenceRow } from '../../ui/reference.tsx';

type Key =
  | (typeof ATTRIBUTE_KEYS)[number]
  | (typeof ACTION_KEYS)[number]
  | typeof BARCODE_KIND
  | (typeof SPECIAL_PROPERTIES)[number]
  | typeof SCHEDULES
  | typeof PERSONALIZATION
  | typeof PERSONAL_PATHS;

const listOf = (words: readonly string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(words);

/** A key that the rules learn does not compile before it is explained here. */
const KEYS: Readonly<Record<Key, readonly [type: string, text: string]>> = {
  PSValue: [
    'any',
    'A value with more said of it: {"PSValue": "Guest", "PSEditable": true, "PSLabel": "Your name"} stands in place of "Guest", for any ' +
      'value of a template.',
  ],
  PSEditable: ['boolean', 'In a PSValue: holders may set it, by links and on the registration form.'],
  PSLabel: [
    'string',
    "In a PSValue: what forms call it. Without it, the registration form has the field's label or key, the editor its API path.",
  ],
  PSAttributeType: [
    'string',
    `In a PSValue: the kind of input on forms, ${listOf(ATTRIBUTE_TYPES)}. Without it PSOptions make a drop-down, and any other input is one for what the value holds.`,
  ],
  PSOptions: [
    'object or list',
    'In a PSValue: the choices of a form, from label to value: {"Small": "S", "Large": "L"}.',
  ],
  PSStepAmount: ['number', 'In a PSValue: what a stepper counts by; 1 without it.'],
  PSValidation: [
    'string',
    `In a PSValue: what holders may enter, as names with commas between them: ${Object.keys(VALIDATORS).join(', ')}.`,
  ],
  PSConditions: [
    'string',
    'On a field or the barcode: the pass shows it while the condition is true. On an action of a trigger: it runs only then.',
  ],
  PSPaused: [
    'boolean',
    'On an action of a trigger: true pauses it. It does not run, and the trace says so; its owner may let it run again later.',
  ],
  PSDynamic: [
    'boolean',
    "On a field, or in the PSValue of its value: programs that speak Pass2U's API may set this field's attributes. Without it they are " +
      "answered that the field is not defined as 'Dynamic'. Other surfaces do not ask for it, and no pass shows it.",
  ],
  PSBarcodeKind: [
    'string',
    `On the barcode: ${listOf(BARCODE_KINDS)}. replicable: Pass2U's API may set its message, and passes may share one. nonReplicable: each ` +
      'new pass of that API needs a message, and no two passes of the template may have the same one, whichever surface writes it ' +
      '(barcode_taken). random: each new pass gets a number of eight digits that no other has, and the API cannot set it. Without the key ' +
      'the message is not for that API to set.',
  ],
  schedules: [
    'array',
    'Beside triggers: what happens at a time, at most 20 of {"name": "birthday", "when": {...}, "actions": [...]}, with the same actions as ' +
      'triggers. when is {"every": "day", "at": "09:00"}, {"every": "week", "on": "Monday", "at": "09:00"}, {"every": "month", "on": "last", "at": ' +
      '"09:00"} (or a day from 1 to 31, which is the last one of a shorter month), {"days": 2, "before": "expirationDate", "at": "09:00"} with the API ' +
      'path of a date on each pass (also after; with "yearly": true each year again, as a date such as --04-12 is anyway; 29 February is 28 February ' +
      'in common years), or {"days": 30, "without": "scan"}. Further keys: state (active, paused or draft), PSConditions (whom it reaches), segment (the name of a segment of the template: only passes that are in it then; a name that no segment has, ' +
      'because it was renamed or deleted, reaches nobody), cap ' +
      '({"times": 1, "per": "week"}; day, week, month, year or ever), quietHours ({"from": "21:00", "to": "08:00"}, in which it waits), late (once: a ' +
      'run that the server was too late for follows one time; skip: it is left out when it is more than an hour late) and zone (such as Europe/Berlin; ' +
      'else timezone, else the zone of the account). Where clocks are put forward over a time, it is as much later.',
  ],
  personalization: [
    'object',
    "Apple's personalization.json: what Wallet asks whoever adds the card, once. description is the text above the form, " +
      `requiredPersonalizationFields a list of ${listOf(PERSONALIZATION_FIELDS)}, termsAndConditions a text that may have HTML. Magic strings in ` +
      'them expand, and localizations translate them; the logo above the form is the image personalizationLogo. Wallet asks on a storeCard or ' +
      'generic with nfc alone, signed by a certificate that Apple made for NFC. What a holder answers becomes values of the pass, then ' +
      'onPersonalize runs, and the pass asks nothing any more.',
  ],
  PSPaths: [
    'object',
    `In personalization: the API path that stores each answer, from ${listOf(PERSONAL_INFO)} to a path: {"emailAddress": "email"}. Without it ` +
      'an answer is stored in the path of its own name, such as the additional property emailAddress. A condition asks by that value whether ' +
      'the holder has answered: {emailAddress} !isEmpty.',
  ],
  psPassDescription: [
    'string',
    'An additional property: what lists and the scanner call a pass. Else the primary fields.',
  ],
  psScanText: ['string', 'An additional property: what the scanner shows in large letters.'],
  psScanColor: ['string', 'An additional property: the colour of the scanner’s answer.'],
  psInformationURL: ['string', 'An additional property: an address that the scanner offers as more information.'],
  psDisplayURL: ['string', 'An additional property: an address that the scanner shows.'],
  psRegistrationMessage: ['string', 'An additional property: HTML above the registration form.'],
  psRegisteredMessage: ['string', 'An additional property: HTML on the page that thanks.'],
  psEditorPaths: [
    'string',
    'An additional property: the API paths of the pass editor, with commas between them. Else all fields.',
  ],
  psPortalUpdatePaths: ['string', 'An additional property: API paths, kept for the portal.'],
  psExportPaths: ['string', 'An additional property: the API paths of the columns of an export.'],
  psTriggerError: [
    'string',
    'An additional property: a trigger that sets it stops the run; the text is the answer, and the event is not logged.',
  ],
};

export const TEMPLATE_KEYS: readonly ReferenceRow[] = Object.entries(KEYS).map(([name, [type, text]]) => ({
  name,
  type,
  isNeeded: true,
  text,
}));
