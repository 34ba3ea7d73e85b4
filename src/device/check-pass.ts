// Finds why Wallet refuses a pass, which Wallet itself does not say, and why updates of an added
// pass may fail.
import { createHash } from 'node:crypto';
import { dateFaults } from './check-dates.ts';
import { type PassFiles, readJson } from './open-download.ts';
import { fieldsOf, isObject, type PassJson, STYLES } from './pass-json.ts';

const REQUIRED = ['passTypeIdentifier', 'serialNumber', 'teamIdentifier', 'organizationName', 'description'] as const;
const SHORTEST_TOKEN = 16;

/**
 * The reasons why Wallet does not add the pass; empty when it does. Does not verify signatures,
 * because that needs Apple's certificates.
 */
export function findFaults(files: PassFiles, passJson: PassJson): readonly string[] {
  return [
    ...fileFaults(files),
    ...keyFaults(passJson),
    ...fieldFaults(passJson),
    ...dateFaults(passJson),
    ...updateFaults(passJson),
  ];
}

/** Warnings for the owner of a pass that Wallet adds, but may not be able to update. */
export function findDoubts(passJson: PassJson): readonly string[] {
  const { webServiceURL } = passJson;
  if (typeof webServiceURL !== 'string') return [];
  const doubts = [];
  if (/\/v1\/?$/.test(webServiceURL)) {
    doubts.push('webServiceURL ends in /v1, which phones add themselves: they ask under /v1/v1 and find nothing.');
  }
  if (webServiceURL.startsWith('http:')) {
    doubts.push(
      'webServiceURL is http: iPhones ask only https, unless HTTP services are allowed in their developer settings.',
    );
  }
  return doubts;
}

function fileFaults(files: PassFiles): string[] {
  const faults = [];
  if (!Object.hasOwn(files, 'icon.png')) faults.push('There is no icon.png.');
  if (!Object.hasOwn(files, 'signature')) faults.push('There is no signature.');
  const manifest = readJson(files['manifest.json']);
  if (!isObject(manifest)) return [...faults, 'manifest.json is missing or is not a JSON object.'];
  const { 'manifest.json': _, signature: __, ...listed } = files;
  for (const [name, content] of Object.entries(listed)) {
    const sha1 = createHash('sha1').update(content).digest('hex');
    if (!Object.hasOwn(manifest, name)) faults.push(`${name} is not in manifest.json.`);
    else if (manifest[name] !== sha1) faults.push(`${name} is not what manifest.json says: its SHA-1 is ${sha1}.`);
  }
  for (const name of Object.keys(manifest)) {
    if (!Object.hasOwn(listed, name)) faults.push(`${name} is in manifest.json, but not in the archive.`);
  }
  return faults;
}

function keyFaults(passJson: PassJson): string[] {
  const faults = [];
  if (passJson.formatVersion !== 1) faults.push('formatVersion is not 1.');
  for (const key of REQUIRED) {
    const value = passJson[key];
    if (typeof value !== 'string' || value === '') faults.push(`${key} is missing.`);
  }
  const styles = STYLES.filter((style) => isObject(passJson[style]));
  const isPosterWithFallback = styles.length === 2 && styles.includes('generic') && styles.includes('posterGeneric');
  if (styles.length !== 1 && !isPosterWithFallback)
    faults.push(`A pass has exactly one of ${STYLES.join(', ')}; this one has ${styles.length}.`);
  return faults;
}

function fieldFaults(passJson: PassJson): string[] {
  const faults = new Set<string>();
  // Keys are unique in each style: a phone shows one of them.
  for (const style of STYLES) {
    const seen = new Set<unknown>();
    for (const { key, value } of fieldsOf(passJson, style)) {
      if (typeof key !== 'string' || key === '') faults.add('A field has no key.');
      else if (seen.has(key)) faults.add(`Two fields have the key ${key}.`);
      else if (value === undefined || value === null) faults.add(`The field ${key} has no value.`);
      seen.add(key);
    }
  }
  return [...faults];
}

function updateFaults({ webServiceURL, authenticationToken: token }: PassJson): string[] {
  if (webServiceURL === undefined) return [];
  if (typeof webServiceURL !== 'string' || !URL.canParse(webServiceURL)) return ['webServiceURL is no web address.'];
  if (typeof token === 'string' && token.length >= SHORTEST_TOKEN) return [];
  return [`authenticationToken has fewer than ${SHORTEST_TOKEN} characters.`];
}
