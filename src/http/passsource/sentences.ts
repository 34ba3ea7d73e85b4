// Sentences that the page, the README and the OpenAPI document share. `x` is code.
import { ACCESS_NAME, ACCESS_TYPES, type AccessName, isLoggedByServer } from '../../rules/passes/facts.ts';
import { IMAGE_SLOTS } from '../../rules/vocabulary.ts';

export const CALLING = [
  'Every function is `/api/{function}.php` under the address of the server, by GET or POST. Parameters may stand in the query, in a form, ' +
    'in a JSON body or in a form field `JSON`; POST for anything large.',
  'Answers are JSON with `success`, and HTTP 200 for whatever a function has to say. When `success` is false, `message` says what would ' +
    'be right, `code` names the case for programs, and `field` the parameter or API path at fault.',
  'Your `clientHash` comes from `login`, and stands on the start page. Keep it secret like a password.',
];

export const TRYING =
  'The lines to try are for a shell in which `PASSWORD`, `CLIENT` (a clientHash), `TEMPLATE` (a templateHash), `PASS` (a ' +
  'hashedSerialNumber), `BATCH` (a batchId), `SEGMENT` (a segmentId), `BULK` (the bulkId of a bulk change that is done), `WEBHOOK` (a ' +
  'webhookId) and `MESSAGE` (a messageId) are set.';

export const PATHS_EXPLAINED =
  'An API path names a place in a pass: `structure_headerFields_points_value`, `barcode_message`, `backgroundColor`, `images_logo`. An ' +
  'additional property may have any key: `additional_memberId` names it everywhere, and `memberId` alone does where nothing else is ' +
  'called so, such as a parameter of the function, a path or a special magic string.';

export const KEYS_EXPLAINED =
  "Beside the keys of Apple's pass.json and those of `passConstructor` in [insertUpdateTemplate](#insertupdatetemplate). A JSON Schema of the " +
  'whole template, for editors that complete and check JSON, is at `/schemas/template.json`.';

/** The names of the images that Wallet knows, with "or" before the last. */
export const IMAGE_WORDS = new Intl.ListFormat('en', { type: 'disjunction' }).format(IMAGE_SLOTS);

export const MORE_PARAMETERS = {
  paths:
    'Any API path and its value. An image path (images_logo) takes a file, a URL or a data: URL. JSON null or, for an image, DELETE removes ' +
    'the value.',
  images: `${IMAGE_WORDS}, with or without @2x or @3x: a file, a URL, a data: URL or DELETE.`,
};

export const RETRY_EXPLAINED =
  'A key of your own: a second call with the same key within 24 hours gets the answer of the first. As a header or as the parameter requestId.';

export const ACCESS = {
  none: 'Needs no clientHash.',
  optional: 'Works without a clientHash, and does more with one that has access.',
  owner: 'Needs the clientHash of the owner, or of the account that manages the owner.',
};

const ACCESS_WORD: Readonly<Record<AccessName, string>> = {
  check: 'check',
  create: 'creation',
  install: 'install',
  device_update: 'device update',
  register: 'register',
  push: 'push',
  delete: 'delete',
  scan: 'scan',
  edit: 'edit',
  schedule: 'schedule',
  personalize: 'personalization',
};

const shownTypes = (byServer: boolean) =>
  ACCESS_TYPES.filter((type) => isLoggedByServer(type) === byServer).map(
    (type) => `${type} ${ACCESS_WORD[ACCESS_NAME[type]]}`,
  );

/** The access types that callers may log, and those that only the server logs. */
export const ACCESS_EXPLAINED =
  `${shownTypes(false).join(', ')}. ` +
  `${new Intl.ListFormat('en').format(shownTypes(true))} are logged by the server.`;
