// The second face of a pass: its Google Wallet object, and the class of its template. Both are made
// of what Wallet gets (render.ts), so that no condition and no magic string is evaluated a second
// way.
import type { PassFacts } from '../../rules/passes/facts.ts';
import { shownFacts } from '../../rules/passes/shown-design.ts';
import { shownValue } from '../../rules/passes/shown-value.ts';
import { expand } from '../../rules/paths/magic.ts';
import { typed } from '../../rules/values/literal.ts';
import { define } from '../../rules/values/tree.ts';
import { type JsonObject, type JsonValue, mapTexts, sameValue, toText } from '../../rules/values/values.ts';
import { localizationsOf, mapLocalizations } from '../localize.ts';
import { type Ending, renderPass } from '../render.ts';
import { CLASS_CONTENTS, OBJECT_CONTENTS, type Shown } from './contents.ts';
import { allFields, cardRows, textModules } from './fields.ts';
import type { FaceInput, GoogleClass, GoogleFace, GoogleResource, SentFace } from './input.ts';
import { CLASS_KEYS, OBJECT_KEYS, only } from './keys.ts';
import { linksOf } from './links.ts';
import {
  appPart,
  barcodePart,
  colourPart,
  groupingPart,
  imagePart,
  picturePart,
  placesPart,
  stateOf,
  urlOf,
  validityPart,
} from './parts.ts';
import { resourceOf } from './resource.ts';
import { localized, named, type Tongues } from './texts.ts';

/** Google's own names of the collections of a resource, such as `loyaltyClass`. */
export function collectionOf(resource: GoogleResource, kind: 'Class' | 'Object'): string {
  return `${resource}${kind}`;
}

/** `3388….hash`; the same for ever. */
export function objectId(issuerId: string, passHash: string): string {
  return `${issuerId}.${passHash}`;
}

/** `3388….hash_loyalty`, because classes of two resources cannot have one id. */
export function classId(issuerId: string, templateHash: string, resource: GoogleResource): string {
  return `${issuerId}.${templateHash}_${resource}`;
}

/** The class of a template: one for each resource that the template ever had. */
export function googleClass(input: FaceInput): GoogleClass {
  const { program, identity, facts } = input;
  const shown = newPass(input);
  const resource = input.resource ?? resourceOf(program, shown.passJson);
  const { passJson, tongues } = shown;
  const { own, shows } = CLASS_CONTENTS[resource](shown);
  const issuer = named('issuerName', localized(tongues, toText(passJson.organizationName)));
  const body = {
    id: classId(identity.issuerId, facts.specials.templateHash, resource),
    ...issuer,
    ...own,
    ...rowsOf(resource, shown, shows),
    ...colourPart(passJson),
    reviewStatus: 'UNDER_REVIEW',
    multipleDevicesAndHoldersAllowedStatus:
      passJson.sharingProhibited === true ? 'ONE_USER_ALL_DEVICES' : 'MULTIPLE_HOLDERS',
    ...(identity.callbackUrl === null ? {} : { callbackOptions: { url: identity.callbackUrl } }),
  };
  return { resource, class: clean(input, only(CLASS_KEYS[resource], body)) as JsonObject };
}

/** Google's own rows of boarding passes show the journey; other cards have those of the template. */
function rowsOf(resource: GoogleResource, shown: Shown, shownByClass: readonly string[]): JsonObject {
  if (resource === 'flight' || resource === 'transit') return {};
  const ofObject = OBJECT_CONTENTS[resource](shown).shows;
  const first = resource === 'loyalty' && ofObject.length > 0 ? ['object.loyaltyPoints.balance'] : [];
  return cardRows(shown.program, first, new Set([...shownByClass, ...ofObject]));
}

/** The object of a pass. Throws the error of the facts' budget when that is spent. */
export function googleFace(input: FaceInput): GoogleFace {
  const { program, facts, identity, images } = input;
  const { ending = null } = input;
  const fresh = newPass(input);
  const resource = input.resource ?? resourceOf(program, fresh.passJson);
  const shown = shownPass(input, facts, ending);
  const { passJson, tongues } = shown;
  const { own, shows } = OBJECT_CONTENTS[resource](shown);
  const byClass = CLASS_CONTENTS[resource](fresh).shows.filter((key) => isSameField(fresh.passJson, passJson, key));
  const links = linksOf(passJson);
  const { modules, leftOut } = textModules(passJson, new Set([...shows, ...byClass]), tongues);
  const description = toText(passJson.description);
  const body = {
    id: objectId(identity.issuerId, facts.specials.hashedSerialNumber),
    classId: classId(identity.issuerId, facts.specials.templateHash, resource),
    state: stateOf(program, facts, passJson, ending),
    ...own,
    ...barcodePart(passJson),
    ...imagePart('heroImage', urlOf(images, 'strip'), description, tongues),
    ...picturePart(images, description, tongues),
    ...(modules.length === 0 ? {} : { textModulesData: modules as JsonValue }),
    ...(links.length === 0 ? {} : { linksModuleData: { uris: links } }),
    ...placesPart(passJson),
    ...validityPart(passJson),
    ...groupingPart(passJson),
    ...colourPart(passJson),
    ...appPart(shown.program, facts, passJson),
  };
  return {
    resource,
    object: clean(input, only(OBJECT_KEYS[resource], body)) as JsonObject,
    announced: clean(input, announcedOf(passJson, tongues)) as SentFace['announced'],
    leftOut,
  };
}

/** A new pass of the template, which no event and no value has changed. */
function newPass(input: FaceInput): Shown {
  return shownPass(input, { ...input.facts, overrides: {}, access: {} }, null);
}

function shownPass(input: FaceInput, passFacts: PassFacts, ending: Ending): Shown {
  const { identity, images } = input;
  const { program, facts } = shownFacts(input.program, passFacts);
  const passJson = renderPass(
    input.program,
    passFacts,
    {
      passTypeIdentifier: '',
      teamIdentifier: '',
      serialNumber: facts.specials.serialNumber,
      authenticationToken: '',
      webServiceURL: '',
      templateName: identity.templateName,
      ownerName: identity.ownerName,
    },
    ending,
  );
  const expanded = (text: string) => typed(expand(program, facts, text, { audience: 'holder' }));
  const translations = mapLocalizations(localizationsOf(program), expanded);
  return { program, passJson, images, identity, tongues: { language: identity.language, translations } };
}

function isSameField(one: JsonObject, other: JsonObject, key: string): boolean {
  const [left, right] = [one, other].map((passJson) => allFields(passJson).find((field) => field.key === key));
  return left !== undefined && sameValue(left.value, right?.value);
}

function announcedOf(passJson: JsonObject, tongues: Tongues): JsonObject {
  const announced: Record<string, JsonValue> = {};
  for (const field of allFields(passJson)) {
    const template = toText(field.changeMessage);
    const value = shownValue(field, tongues.language);
    const message = template.replaceAll('%@', () => value);
    if (message !== '') define(announced, toText(field.key), { value, message });
  }
  return announced;
}

/** Without the owner's clientHash, also where it got into a value as plain text. */
function clean({ facts: { specials } }: FaceInput, body: JsonValue): JsonValue {
  return mapTexts(body, (text) => text.replaceAll(specials.clientHash, ''));
}
