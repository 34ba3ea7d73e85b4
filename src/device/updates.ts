// Updates passes as a phone does. A server's fault is named in the words of iOS where iOS has a
// sentence for it, so that a search finds that sentence in server logs and on the web.
import { changesOf } from './changes.ts';
import { findFaults } from './check-pass.ts';
import { DeviceError } from './device-error.ts';
import { openDownload, type PassFiles, readJson, readPassJson } from './open-download.ts';
import { identityOf, isObject, type PassIdentity } from './pass-json.ts';
import { blame, note, type Session } from './session.ts';
import type { HeldPass } from './state.ts';
import { type Answer, fetchPass, list, PASS_TYPE, register, textOf } from './web-service.ts';

/** The parts of a package that the phone stores. */
type Content = Pick<HeldPass, 'passJson' | 'manifest' | 'asks'>;

/**
 * Registers the passes that are not registered, then asks each server once for each pass type. When
 * the phone already has a tag, the list since that tag leaves out what registering changed; so a
 * newly registered pass is fetched as well.
 */
export async function askServices(session: Session, passes: readonly HeldPass[]): Promise<void> {
  const asked = new Map<string, PassIdentity>();
  const unheard: HeldPass[] = [];
  for (const pass of passes) {
    const identity = identityOf(pass.passJson);
    if (identity.webServiceURL === null) continue;
    const service = serviceOf(identity);
    asked.set(service, identity);
    if (pass.registered) continue;
    const status = await register(session.send, session.phone, identity);
    pass.registered = status === 200 || status === 201;
    if (!pass.registered)
      await blame(session, identity, `Registering ${identity.serialNumber} was answered with ${status}`);
    else if (session.phone.tags[service] !== undefined) unheard.push(pass);
  }
  for (const identity of asked.values()) await askService(session, identity);
  for (const pass of unheard) await fetchOne(session, pass, false);
}

/** The key of a tag: server and pass type. */
function serviceOf({ webServiceURL, passTypeIdentifier }: PassIdentity): string {
  return `${webServiceURL} ${passTypeIdentifier}`;
}

async function askService(session: Session, identity: PassIdentity): Promise<void> {
  const { phone } = session;
  const service = serviceOf(identity);
  const tag = phone.tags[service];
  const answer = await list(session.send, phone, identity, tag);
  if (answer.status === 204) return;
  if (answer.status !== 200) {
    return blame(session, identity, `The list of changes was answered with ${answer.status}${textOf(answer)}`);
  }
  const body = readJson(answer.bytes);
  const { serialNumbers, lastUpdated } = isObject(body) ? body : {};
  if (!Array.isArray(serialNumbers)) {
    return blame(session, identity, 'The list of changes is not {"serialNumbers": [...], "lastUpdated": "..."}');
  }
  const included = `Response to 'What changed?' request included ${serialNumbers.length} serial numbers but`;
  if (typeof lastUpdated !== 'string') await blame(session, identity, `${included} omitted a lastUpdated tag.`);
  else if (lastUpdated === tag && serialNumbers.length > 0) {
    await blame(session, identity, `${included} the lastUpdated tag (${tag}) remained the same.`);
  }
  let isComplete = true;
  for (const serialNumber of new Set(serialNumbers)) {
    const pass = phone.passes.find(({ passJson }) => {
      const held = identityOf(passJson);
      return held.serialNumber === serialNumber && serviceOf(held) === service;
    });
    if (pass === undefined)
      await blame(session, identity, `Update requested for unregistered serial number ${serialNumber}`);
    else isComplete = (await fetchOne(session, pass, tag !== undefined)) && isComplete;
  }
  // iOS tries a failed fetch again. Here the next update does, because the old tag stays.
  if (isComplete && typeof lastUpdated === 'string') phone.tags[service] = lastUpdated;
}

/**
 * Fetches a pass and replaces the phone's version; false when the server did not send it.
 * `isRequested`: the server listed the pass as changed since the tag in the request.
 */
export async function fetchOne(session: Session, pass: HeldPass, isRequested: boolean): Promise<boolean> {
  const identity = identityOf(pass.passJson);
  const { serialNumber } = identity;
  const unchanged = `Server requested update to serial number '${serialNumber}', but the pass was unchanged.`;
  const { lastModified } = pass;
  const answer = await fetchPass(session.send, identity, lastModified);
  if (answer.status === 304) {
    if (isRequested) await blame(session, identity, unchanged);
    return true;
  }
  if (answer.status !== 200) {
    await blame(session, identity, `${serialNumber} was answered with ${answer.status}${textOf(answer)}`);
    return false;
  }
  let content: Content;
  try {
    content = accept(openDownload(answer.bytes)[0] ?? {});
    requireSame(identity, identityOf(content.passJson));
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    await blame(session, identity, `${serialNumber} stays as it was. ${error.message}`);
    return false;
  }
  for (const trouble of troublesOf(identity, identityOf(content.passJson), answer)) {
    await blame(session, identity, trouble);
  }
  const changes = changesOf(pass, content);
  Object.assign(pass, content, { lastModified: answer.headers.get('last-modified') });
  if (changes.fields.length + changes.others.length > 0) {
    note(session, pass, 'updated', changes);
    return true;
  }
  if (isRequested) await blame(session, identity, unchanged);
  if (lastModified !== null) {
    const ignored = `Server ignored the 'if-modified-since' header (${lastModified}) and returned the full unchanged pass data`;
    await blame(session, identity, `${ignored} for serial number '${serialNumber}'.`);
  }
  return true;
}

/** Opens a pass as Wallet does. Fails with a DeviceError that lists every fault. */
export function accept(files: PassFiles): Content {
  const passJson = readPassJson(files);
  const faults = findFaults(files, passJson);
  if (faults.length > 0) throw new DeviceError(`Wallet refuses this pass. ${faults.join(' ')}`);
  const manifest = readJson(files['manifest.json']) as Content['manifest'];
  return { passJson: { ...passJson }, manifest, asks: asksOf(files['personalization.json']) };
}

/** Fails with a DeviceError for a personalization.json that Wallet could not show. */
function asksOf(file: Uint8Array | undefined): string[] | undefined {
  if (file === undefined) return undefined;
  const json = readJson(file);
  const { description, requiredPersonalizationFields: fields } = isObject(json) ? json : {};
  if (typeof description === 'string' && Array.isArray(fields) && fields.length > 0) return fields.map(String);
  throw new DeviceError('Wallet refuses this pass. personalization.json needs a description and its fields.');
}

/** Fails with a DeviceError when the server sent another pass. */
function requireSame(was: PassIdentity, is: PassIdentity): void {
  for (const key of ['serialNumber', 'passTypeIdentifier'] as const) {
    if (is[key] !== was[key]) throw new DeviceError(`The server gave another pass: its ${key} is ${is[key]}.`);
  }
}

/** The faults of a server between two versions of a pass. */
function troublesOf(was: PassIdentity, is: PassIdentity, { headers }: Answer): string[] {
  const { serialNumber } = was;
  const troubles = [];
  if (!headers.has('last-modified')) {
    troubles.push(
      `Server returned the pass data for serial number '${serialNumber}' but did not provide a 'last-modified' header.`,
    );
  }
  const type = headers.get('content-type');
  if (type !== PASS_TYPE) troubles.push(`${serialNumber} came as ${type} and not as ${PASS_TYPE}`);
  if (is.webServiceURL === null) return troubles;
  if (is.webServiceURL !== was.webServiceURL) {
    troubles.push(`webServiceURL of ${serialNumber} is now ${is.webServiceURL}; the registration stays behind`);
  }
  if (is.authenticationToken !== was.authenticationToken) {
    troubles.push(`authenticationToken of ${serialNumber} changed; other phones go on with the old one`);
  }
  return troubles;
}
