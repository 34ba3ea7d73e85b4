// The words of sentences about what differs between two versions of a card, in English.
import type { DifferenceArea } from '../../../rules/sentences/difference.ts';
import type { DifferenceWords } from '../../../rules/sentences/difference-words.ts';

const sentences = {
  added: (name, value) => `new: ${name}, ${value}`,
  removed: (name, value) => `gone: ${name} (was ${value})`,
  changed: (name, before, after) => `${name}: ${before} → ${after}`,
  rewritten: (name) => `${name}: the JSON is written differently`,
  part: (whole, part) => `${whole}, ${part}`,

  fieldAdded: (name, place, value) => `new field ${name} (${place}): ${value}`,
  fieldRemoved: (name, place) => `gone: the field ${name} (${place})`,
  fieldMoved: (name, before, after) => `${name} moved from “${before}” to “${after}”`,
  fieldFirst: (name, place) => `${name} now stands first (${place})`,
  fieldBehind: (name, other, place) => `${name} now stands behind ${other} (${place})`,
  fieldKey: (name, before, after) => `the key of ${name}: ${before} → ${after}`,
  shows: (name, condition) => `${name} now shows only if ${condition}`,
  showsAlways: (name, condition) => `${name} now always shows, no longer only if ${condition}`,
  showsOther: (name, before, after) => `${name} now shows if ${after}, no longer if ${before}`,
  editable: (name) => `customers may edit ${name}`,
  notEditable: (name) => `customers may no longer edit ${name}`,
  settings: {
    PSLabel: (name) => `the label of ${name} in forms`,
    PSAttributeType: (name) => `the kind of input of ${name}`,
    PSOptions: (name) => `the choices of ${name}`,
    PSStepAmount: (name) => `the step of ${name}`,
    PSValidation: (name) => `what may be typed for ${name}`,
    PSConditions: (name) => `the condition of ${name}`,
    PSDynamic: (name) => `whether ${name} differs from card to card`,
  },

  pictureAdded: (name) => `new: ${name}`,
  pictureRemoved: (name) => `gone: ${name}`,
  pictureChanged: (name) => `${name} is another picture`,
  ofKind: (name, kind) => `${name} (${kind})`,

  events: {
    onCheck: 'when a card is looked at',
    onCreate: 'when a card is made',
    onInstall: 'when a card comes to a phone',
    onDeviceUpdate: 'when a phone fetches a card',
    onRegister: 'when the form is sent',
    onDelete: 'when a card is removed from a phone',
    onScan: 'when a card is scanned',
    onEdit: 'when a card is edited',
    onPersonalize: 'when a holder gives personal details in Wallet',
  },
  stepsNamed: (name) => `steps named ${name}`,
  ruleAdded: (when, rule) => `new rule, ${when}: ${rule}`,
  ruleRemoved: (when, rule) => `gone: the rule, ${when}: ${rule}`,
  ruleChanged: (when, before, after) => `${when}: ${after}. Before: ${before}`,
  ruleMoved: (when, number, rule) => `now rule ${number}, ${when}: ${rule}`,
  rulePaused: (when, rule) => `paused, ${when}: ${rule}`,
  ruleResumed: (when, rule) => `no longer paused, ${when}: ${rule}`,

  scheduleAdded: (name, orders) => `new schedule “${name}”: ${orders}`,
  scheduleRemoved: (name) => `gone: the schedule “${name}”`,
  scheduleState: {
    active: (name) => `the schedule “${name}” runs`,
    paused: (name) => `the schedule “${name}” is paused`,
    draft: (name) => `the schedule “${name}” is a draft, which never runs`,
  },
  scheduleChanged: (name, parts) => `the schedule “${name}” has changed: ${parts}`,
  scheduleOrder: 'the schedules stand in another order',
  scheduleParts: {
    when: 'when it runs',
    zone: 'its time zone',
    PSConditions: 'its condition',
    segment: 'its segment',
    actions: 'its steps',
    cap: 'how often it reaches a card',
    quietHours: 'its quiet hours',
    late: 'what happens when it is late',
    state: 'whether it runs',
    others: 'how it is written',
  },

  languageAdded: (language) => `new language: ${language}`,
  languageRemoved: (language) => `gone: the language ${language}`,
  translation: (language, text) => `“${text}” in ${language}`,

  redeemedAdded: 'New: a second design for redeemed cards',
  redeemedRemoved: 'Gone: the second design for redeemed cards',
  ofRedeemed: (sentence) => `On redeemed cards: ${sentence}`,
  order: 'The JSON lists its parts in another order',
} satisfies DifferenceWords as DifferenceWords;

export const differences = {
  ...sentences,
  /** Headings above the differences of one kind. */
  areas: {
    fields: 'Fields',
    look: 'Look',
    barcode: 'Barcode',
    values: 'Hidden values',
    rules: 'Rules',
    languages: 'Languages',
    others: 'More',
  } satisfies Record<DifferenceArea, string>,
};
