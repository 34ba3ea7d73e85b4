// What a phone does with passes: it adds, updates and removes them, and notices what a server does wrong. Each function changes
// the phone it is given.
import { type Changes, changesOf } from './changes.ts';
import { findDoubts, findFaults } from './check-pass.ts';
import { DeviceError } from './device-error.ts';
import { openDownload, type PassFiles, readJson, readPassJson } from './open-download.ts';
import { identityOf, isObject, type PassIdentity } from './pass-json.ts';
import type { HeldPass, Phone } from './state.ts';
import * as service from './web-service.ts';

const PASS_TYPE = 'application/vnd.apple.pkpass';

export interface PassReport extends Changes {
  readonly serialNumber: string;
  readonly description: string;
  readonly outcome: 'installed' | 'updated' | 'removed';
  readonly voided: boolean;
  /** Whether the phone goes on to ask for updates. */
  readonly updatable: boolean;
}

export interface Report {
  /** What happened to passes; a pass that stayed as it was is not here. */
  readonly passes: readonly PassReport[];
  /** What the server or the pass does wrong. */
  readonly warnings: readonly string[];
  readonly requests: readonly service.Exchange[];
}

/** What a phone keeps of a package. */
type Content = Pick<HeldPass, 'passJson' | 'manifest'>;

/** What one command gathers. */
interface Session {
  readonly phone: Phone;
  readonly send: service.Send;
  readonly passes: PassReport[];
  readonly warnings: string[];
  readonly requests: service.Exchange[];
}

function open(phone: Phone): Session {
  const requests: service.Exchange[] = [];
  return { phone, send: service.sender(requests), passes: [], warnings: [], requests };
}

/** Adds the pass or the passes behind a link, registers them and asks what changed. Fails with a DeviceError when Wallet would not. */
export async function install(phone: Phone, link: string): Promise<Report> {
  const session = open(phone);
  if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol)) {
    throw new DeviceError(`${link} is no link: it has to begin with https:// or http://`);
  }
  const answer = await service.download(session.send, link);
  const type = answer.headers.get('content-type') ?? 'no Content-Type';
  if (answer.status !== 200) throw new DeviceError(`The link was answered with ${answer.status}${textOf(answer)}`);
  if (!type.startsWith(PASS_TYPE))
    throw new DeviceError(`The link gave ${type}, and Wallet takes only ${PASS_TYPE}(es).`);
  const opened = openDownload(answer.bytes).map(accept);
  // A bundle does not say when each of its passes changed.
  const lastModified = opened.length === 1 ? answer.headers.get('last-modified') : null;
  const added = opened.map((content): HeldPass => ({ link, registered: false, lastModified, ...content }));
  for (const pass of added) {
    const { serialNumber, passTypeIdentifier } = identityOf(pass.passJson);
    const isSame = (other: PassIdentity) =>
      other.serialNumber === serialNumber && other.passTypeIdentifier === passTypeIdentifier;
    phone.passes = [...phone.passes.filter((held) => !isSame(identityOf(held.passJson))), pass];
    session.passes.push(reportOf(pass, 'installed', { fields: [], others: [] }));
    session.warnings.push(...findDoubts(pass.passJson));
  }
  await askServices(session, added);
  return session;
}

/** Asks which passes changed, as after a push, and fetches those. */
export async function update(phone: Phone, named: string | undefined): Promise<Report> {
  const session = open(phone);
  await askServices(session, choose(phone, named));
  return session;
}

/** Pull to refresh: fetches without asking whether anything changed. */
export async function refresh(phone: Phone, named: string | undefined): Promise<Report> {
  const session = open(phone);
  for (const pass of choose(phone, named)) {
    if (identityOf(pass.passJson).webServiceURL !== null) await fetchOne(session, pass, false);
  }
  return session;
}

/** Tells the server that the pass is gone, and forgets it whatever the server says. */
export async function remove(phone: Phone, named: string): Promise<Report> {
  const session = open(phone);
  for (const pass of choose(phone, named)) {
    const identity = identityOf(pass.passJson);
    phone.passes = phone.passes.filter((held) => held !== pass);
    session.passes.push(reportOf(pass, 'removed', { fields: [], others: [] }));
    if (identity.webServiceURL === null) continue;
    const status = await service.unregister(session.send, phone, identity);
    if (status !== 200)
      await blame(session, identity, `unregistering ${identity.serialNumber} was answered with ${status}`);
  }
  return session;
}

/** The passes of a link or serial number; all without one. */
function choose(phone: Phone, named: string | undefined): readonly HeldPass[] {
  if (named === undefined) return phone.passes;
  const found = phone.passes.filter(
    ({ link, passJson }) => link === named || identityOf(passJson).serialNumber === named,
  );
  if (found.length === 0) throw new DeviceError(`This phone holds no pass with the link or serial number ${named}`);
  return found;
}

/** Registers what is not registered, then asks each server once for each pass type. */
async function askServices(session: Session, passes: readonly HeldPass[]): Promise<void> {
  const asked = new Map<string, PassIdentity>();
  for (const pass of passes) {
    const identity = identityOf(pass.passJson);
    if (identity.webServiceURL === null) continue;
    if (!pass.registered) await registerOne(session, pass, identity);
    asked.set(`${identity.webServiceURL} ${identity.passTypeIdentifier}`, identity);
  }
  for (const [service, identity] of asked) await askService(session, service, identity);
}

async function registerOne(session: Session, pass: HeldPass, identity: PassIdentity): Promise<void> {
  const status = await service.register(session.send, session.phone, identity);
  pass.registered = status === 200 || status === 201;
  if (!pass.registered)
    await blame(session, identity, `registering ${identity.serialNumber} was answered with ${status}`);
}

async function askService(session: Session, name: string, identity: PassIdentity): Promise<void> {
  const { phone } = session;
  const tag = phone.tags[name];
  const answer = await service.list(session.send, phone, identity, tag);
  if (answer.status === 204) return;
  if (answer.status !== 200) return blame(session, identity, `the list of changes was answered with ${answer.status}`);
  const body = readJson(answer.bytes);
  const { serialNumbers, lastUpdated } = isObject(body) ? body : {};
  if (!Array.isArray(serialNumbers) || typeof lastUpdated !== 'string') {
    return blame(session, identity, 'the list of changes is not {"serialNumbers": [...], "lastUpdated": "..."}');
  }
  if (serialNumbers.length === 0) await blame(session, identity, 'the list of changes is empty; that is a 204');
  if (lastUpdated === tag) await blame(session, identity, `the list names changes, but its tag is still ${tag}`);
  let isComplete = true;
  for (const serialNumber of new Set(serialNumbers)) {
    const pass = phone.passes.find(({ passJson }) => {
      const held = identityOf(passJson);
      return held.serialNumber === serialNumber && held.passTypeIdentifier === identity.passTypeIdentifier;
    });
    if (pass === undefined) await blame(session, identity, `${serialNumber} is listed, which this phone does not hold`);
    else isComplete = (await fetchOne(session, pass, tag !== undefined)) && isComplete;
  }
  // What could not be fetched is asked for again.
  if (isComplete) phone.tags[name] = lastUpdated;
}

/**
 * Fetches a pass and puts it in the place of what the phone has; false when the server did not give it. `isChanged`: the server
 * said that there is something new since the tag it was sent.
 */
async function fetchOne(session: Session, pass: HeldPass, isChanged: boolean): Promise<boolean> {
  const identity = identityOf(pass.passJson);
  const { serialNumber } = identity;
  const answer = await service.fetchPass(session.send, identity, pass.lastModified);
  if (answer.status === 304) {
    if (isChanged) await blame(session, identity, `${serialNumber} is listed as changed, but is answered with 304`);
    return true;
  }
  if (answer.status !== 200) {
    await blame(session, identity, `${serialNumber} was answered with ${answer.status}${textOf(answer)}`);
    return false;
  }
  let content: Content;
  try {
    content = accept(openDownload(answer.bytes)[0] ?? {});
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    await blame(session, identity, `${serialNumber} stays as it was: ${error.message}`);
    return false;
  }
  for (const trouble of troublesOf(identity, identityOf(content.passJson), answer))
    await blame(session, identity, trouble);
  const changes = changesOf(pass, content);
  Object.assign(pass, content, { lastModified: answer.headers.get('last-modified') });
  if (changes.fields.length + changes.others.length > 0) session.passes.push(reportOf(pass, 'updated', changes));
  else if (isChanged) await blame(session, identity, `${serialNumber} is listed as changed, but is what it was`);
  return true;
}

/** What must not happen between two versions of a pass. */
function troublesOf(was: PassIdentity, is: PassIdentity, { headers }: service.Answer): string[] {
  const { serialNumber } = was;
  const troubles = [];
  if (!headers.has('last-modified')) troubles.push(`${serialNumber} came without Last-Modified`);
  const type = headers.get('content-type');
  if (type !== PASS_TYPE) troubles.push(`${serialNumber} came as ${type} and not as ${PASS_TYPE}`);
  for (const key of ['serialNumber', 'passTypeIdentifier'] as const) {
    if (is[key] !== was[key]) troubles.push(`${key} of ${serialNumber} is now ${is[key]}`);
  }
  if (is.webServiceURL === null) return troubles;
  if (is.webServiceURL !== was.webServiceURL) {
    troubles.push(`webServiceURL of ${serialNumber} is now ${is.webServiceURL}; the registration stays behind`);
  }
  if (is.authenticationToken !== was.authenticationToken) {
    troubles.push(`authenticationToken of ${serialNumber} changed; other phones go on with the old one`);
  }
  return troubles;
}

/** Opens a pass as Wallet does. Fails with a DeviceError that says all it finds. */
function accept(files: PassFiles): Content {
  const passJson = readPassJson(files);
  const faults = findFaults(files, passJson);
  if (faults.length > 0) throw new DeviceError(`Wallet refuses this pass. ${faults.join(' ')}`);
  return { passJson: { ...passJson }, manifest: readJson(files['manifest.json']) as Content['manifest'] };
}

function reportOf({ passJson }: HeldPass, outcome: PassReport['outcome'], changes: Changes): PassReport {
  const { serialNumber, webServiceURL } = identityOf(passJson);
  const description = String(passJson.description);
  return {
    serialNumber,
    description,
    outcome,
    voided: passJson.voided === true,
    updatable: webServiceURL !== null,
    ...changes,
  };
}

/** Notes what a server does wrong, and tells the server as iOS does. */
async function blame(session: Session, identity: PassIdentity, trouble: string): Promise<void> {
  session.warnings.push(trouble);
  await service.report(session.send, identity, [trouble]);
}

/** The words of an answer that is an error, where it has any. */
function textOf({ headers, bytes }: service.Answer): string {
  const type = headers.get('content-type') ?? '';
  if (!/^(?:text\/plain|application\/json)/.test(type) || bytes.length === 0) return '.';
  const text = new TextDecoder().decode(bytes).trim();
  const body = readJson(bytes);
  return `: ${(isObject(body) && typeof body.message === 'string' ? body.message : text).slice(0, 300)}`;
}
