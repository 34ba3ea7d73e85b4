// A phone's actions on passes: add, update, remove. Each function changes the phone in its
// argument.
import { randomBytes } from 'node:crypto';
import { findDoubts } from './check-pass.ts';
import { DeviceError } from './device-error.ts';
import { openDownload } from './open-download.ts';
import { identityOf, type PassIdentity } from './pass-json.ts';
import { blame, note, openSession, type Report } from './session.ts';
import type { HeldPass, Phone } from './state.ts';
import { accept, askServices, fetchOne } from './updates.ts';
import { download, PASS_TYPE, type PersonalAnswers, personalize, textOf, unregister } from './web-service.ts';

/**
 * Adds the pass or the passes behind a link, registers them and asks what is new. Fails with a
 * DeviceError, and adds nothing, when the link gives no pass or one that Wallet refuses.
 */
export async function install(phone: Phone, link: string): Promise<Report> {
  if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol)) {
    throw new DeviceError(`${link} is no link: it has to begin with https:// or http://`);
  }
  const session = openSession(phone);
  const answer = await download(session.send, link);
  if (answer.status !== 200) throw new DeviceError(`The link was answered with ${answer.status}${textOf(answer)}`);
  const type = answer.headers.get('content-type') ?? 'no Content-Type';
  if (!type.startsWith(PASS_TYPE)) {
    throw new DeviceError(`The link gave ${type}, and Wallet takes only ${PASS_TYPE}(es).`);
  }
  const added = openDownload(answer.bytes).map(
    // Do not use this answer's Last-Modified: only the web service's counts.
    (files): HeldPass => ({ link, registered: false, lastModified: null, ...accept(files) }),
  );
  for (const pass of added) {
    const identity = identityOf(pass.passJson);
    phone.passes = [...phone.passes.filter(({ passJson }) => !isSame(identityOf(passJson), identity)), pass];
    note(session, pass, 'installed');
    session.warnings.push(...findDoubts(pass.passJson));
  }
  await askServices(session, added);
  return session;
}

/** Asks which passes changed, as after a push, and fetches those. */
export async function update(phone: Phone, named: string | undefined): Promise<Report> {
  const session = openSession(phone);
  await askServices(session, choose(phone, named));
  return session;
}

/** Pull to refresh: fetches without asking whether anything changed. */
export async function refresh(phone: Phone, named: string | undefined): Promise<Report> {
  const session = openSession(phone);
  for (const pass of choose(phone, named)) {
    if (identityOf(pass.passJson).webServiceURL !== null) await fetchOne(session, pass, false);
  }
  return session;
}

/**
 * Fills in the form of a pass that asks for personal details, then fetches the pass. Fails with a
 * DeviceError when the pass asks for nothing, an asked detail is missing, or the server refuses.
 */
export async function personalizePass(phone: Phone, named: string, answers: PersonalAnswers): Promise<Report> {
  const session = openSession(phone);
  for (const pass of choose(phone, named)) {
    const identity = identityOf(pass.passJson);
    const { asks } = pass;
    if (asks === undefined) throw new DeviceError(`${identity.serialNumber} does not ask for personal details.`);
    if (identity.webServiceURL === null) throw new DeviceError('A pass without webServiceURL cannot be personalized.');
    for (const field of asks) {
      if (!isAnswered(field, answers)) throw new DeviceError(`The pass asks for ${field}, which is not given.`);
    }
    const answer = await personalize(session.send, identity, randomBytes(32).toString('base64'), answers);
    if (answer.status !== 200) {
      throw new DeviceError(`Wallet shows an error: the server answered with ${answer.status}${textOf(answer)}`);
    }
    // A SEQUENCE of DER; whether the signature is right is a matter of openssl.
    if (answer.bytes[0] !== 0x30) await blame(session, identity, 'The answer is no signed personalization token');
    await fetchOne(session, pass, false);
    if (pass.asks !== undefined)
      await blame(session, identity, 'The personalized pass has a personalization.json again');
  }
  return session;
}

/** What Wallet wants before it sends the form; fields that it will have one day count as answered. */
function isAnswered(field: string, answers: PersonalAnswers): boolean {
  const { fullName, givenName, familyName, emailAddress, phoneNumber, postalCode } = answers;
  if (field === 'PKPassPersonalizationFieldName') return Boolean(fullName || givenName || familyName);
  if (field === 'PKPassPersonalizationFieldEmailAddress') return Boolean(emailAddress);
  if (field === 'PKPassPersonalizationFieldPhoneNumber') return Boolean(phoneNumber);
  return field !== 'PKPassPersonalizationFieldPostalCode' || Boolean(postalCode);
}

/**
 * Removes a pass and unregisters it. The pass is gone from the phone even when the server refuses.
 */
export async function remove(phone: Phone, named: string): Promise<Report> {
  const session = openSession(phone);
  for (const pass of choose(phone, named)) {
    const identity = identityOf(pass.passJson);
    phone.passes = phone.passes.filter((held) => held !== pass);
    note(session, pass, 'removed');
    if (identity.webServiceURL === null) continue;
    const status = await unregister(session.send, phone, identity);
    if (status === 200) continue;
    await blame(session, identity, `Unregistering ${identity.serialNumber} was answered with ${status}`);
  }
  return session;
}

/**
 * The passes with this link or serial number; all passes when `named` is undefined. Fails with a
 * DeviceError when the phone has no such pass.
 */
function choose(phone: Phone, named: string | undefined): readonly HeldPass[] {
  if (named === undefined) return phone.passes;
  const found = phone.passes.filter(
    ({ link, passJson }) => link === named || identityOf(passJson).serialNumber === named,
  );
  if (found.length === 0) throw new DeviceError(`This phone holds no pass with the link or serial number ${named}`);
  return found;
}

function isSame(one: PassIdentity, other: PassIdentity): boolean {
  return one.serialNumber === other.serialNumber && one.passTypeIdentifier === other.passTypeIdentifier;
}
