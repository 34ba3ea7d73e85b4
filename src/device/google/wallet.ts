// What Google Wallet stores, and its rules: classes and objects that an issuer writes, and the phones
// that have them. All in memory.
import { checkClass, checkObject, type StandInResource } from './check-body.ts';
import { GoogleError } from './google-error.ts';

export type Kind = 'Class' | 'Object';
export type Body = Readonly<Record<string, unknown>>;

export interface Stored {
  readonly kind: Kind;
  readonly resource: StandInResource;
  readonly body: Body;
}

/** What a phone shows on its lock screen. */
export interface Notice {
  /** Counts from 1 in each phone. */
  readonly number: number;
  readonly objectId: string;
  readonly text: string;
}

export interface HeldObject {
  readonly resource: StandInResource;
  readonly object: Body;
  readonly class: Body;
}

interface Phone {
  readonly objects: Set<string>;
  readonly notices: Notice[];
  /** Changes with each change of an object of the phone, and with each notice. */
  version: number;
}

/** Google tells holders of an object so often in 24 hours. */
export const NOTICES_A_DAY = 3;
/** A phone of the stand-in remembers so many notices. */
const NOTICES_OF_PHONE = 1_000;
const DAY_MS = 86_400_000;

export interface Wallet {
  insert(kind: Kind, resource: StandInResource, body: unknown): Stored;
  get(kind: Kind, resource: StandInResource, id: string): Stored;
  /** PATCH: what the body has, replaces; null takes a key away. Answers whom the change was told. */
  patch(kind: Kind, resource: StandInResource, id: string, body: unknown): { stored: Stored; told: number };
  /** PUT: all of the new body. */
  update(kind: Kind, resource: StandInResource, id: string, body: unknown): { stored: Stored; told: number };
  addMessage(kind: Kind, resource: StandInResource, id: string, body: unknown): { stored: Stored; told: number };
  list(kind: Kind, resource: StandInResource, of: { readonly classId?: string }): readonly Stored[];
  /** Puts an object onto a phone; false: the phone had it already. */
  save(phone: string, objectId: string): boolean;
  /** Takes an object off a phone; false: the phone does not have it. */
  remove(phone: string, objectId: string): boolean;
  held(phone: string): readonly HeldObject[];
  /** The notices after the one of this number. */
  notices(phone: string, after: number): readonly Notice[];
  version(phone: string): number;
  hasUsers(objectId: string): boolean;
  object(id: string): HeldObject | null;
}

/** `issuerId`: the only issuer whose ids the wallet takes; `now`: milliseconds since 1970. */
export function openWallet(issuerId: string, now: () => number): Wallet {
  const stored = new Map<string, Stored>();
  const phones = new Map<string, Phone>();
  const told = new Map<string, number[]>();

  const find = (kind: Kind, resource: StandInResource, id: string): Stored => {
    const found = stored.get(id);
    if (found?.kind !== kind || found.resource !== resource) {
      throw new GoogleError(404, 'resourceNotFound', `${resource}${kind} ${id} was not found.`);
    }
    return found;
  };
  const phoneOf = (id: string): Phone => {
    const phone = phones.get(id) ?? { objects: new Set(), notices: [], version: 0 };
    phones.set(id, phone);
    return phone;
  };
  const holders = (id: string) => [...phones.values()].filter(({ objects }) => objects.has(id));
  /** The objects that a change of a class or an object shows on. */
  const affected = ({ kind, body }: Stored): string[] =>
    kind === 'Object'
      ? [String(body.id)]
      : [...stored.values()].filter((one) => one.body.classId === body.id).map((one) => String(one.body.id));

  const change = (entry: Stored, notice: string | null): number => {
    stored.set(String(entry.body.id), entry);
    let count = 0;
    for (const objectId of affected(entry)) {
      const phonesWithIt = holders(objectId);
      const isTold = notice !== null && phonesWithIt.length > 0 && isWithinDay(objectId);
      for (const phone of phonesWithIt) {
        phone.version += 1;
        if (!isTold) continue;
        phone.notices.push({ number: (phone.notices.at(-1)?.number ?? 0) + 1, objectId, text: notice });
        phone.notices.splice(0, phone.notices.length - NOTICES_OF_PHONE);
        count += 1;
      }
    }
    return count;
  };
  /** Past Google's quota a change is stored, and nobody is told. */
  const isWithinDay = (objectId: string): boolean => {
    const recent = (told.get(objectId) ?? []).filter((at) => now() - at < DAY_MS);
    if (recent.length >= NOTICES_A_DAY) return false;
    told.set(objectId, [...recent, now()]);
    return true;
  };
  const write = (before: Stored, sent: Body, body: Body) => {
    const { kind, resource } = before;
    requireLasting(before, body);
    // The status that Google gave counts as the one that the issuer may send.
    const status = kind === 'Class' && body.reviewStatus === 'APPROVED' ? { reviewStatus: 'UNDER_REVIEW' } : {};
    requireValid(kind, resource, { ...body, ...status });
    if (kind === 'Object') requireClass(resource, body.classId);
    const { notifyPreference, ...rest } = body;
    const changed = Object.keys(sent).filter((key) => key !== 'notifyPreference' && key !== 'id');
    const notice = notifyPreference === 'NOTIFY_ON_UPDATE' ? `Updated: ${changed.join(', ')}` : null;
    const entry = { kind, resource, body: reviewed(kind, rest) };
    return { stored: entry, told: change(entry, notice) };
  };
  const requireClass = (resource: StandInResource, classId: unknown) => {
    const found = stored.get(String(classId));
    if (found?.kind !== 'Class' || found.resource !== resource) {
      throw new GoogleError(404, 'classNotFound', `${resource}Class ${classId} was not found.`);
    }
  };

  return {
    insert(kind, resource, body) {
      requireValid(kind, resource, body);
      const id = String((body as Body).id);
      if (!id.startsWith(`${issuerId}.`)) {
        throw new GoogleError(403, 'permissionDenied', `The account may not write ids of another issuer: ${id}.`);
      }
      if (stored.has(id)) throw new GoogleError(409, 'existingResource', `An entity with ID: ${id} exists already.`);
      if (kind === 'Object') requireClass(resource, (body as Body).classId);
      const { notifyPreference: _, ...rest } = body as Body;
      const entry = { kind, resource, body: reviewed(kind, rest) };
      stored.set(id, entry);
      return entry;
    },
    get: find,
    patch(kind, resource, id, body) {
      const before = find(kind, resource, id);
      const check = kind === 'Class' ? checkClass : checkObject;
      requireNoFault(check(resource, body, { isPatch: true }));
      requireReview(kind, resource, body as Body);
      return write(before, body as Body, merged(before.body, body as Body));
    },
    update(kind, resource, id, body) {
      const before = find(kind, resource, id);
      requireValid(kind, resource, body);
      return write(before, body as Body, body as Body);
    },
    addMessage(kind, resource, id, body) {
      const before = find(kind, resource, id);
      const message = (body as Body | null)?.message;
      if (typeof message !== 'object' || message === null) {
        throw new GoogleError(400, 'invalid', 'Missing required field: message.');
      }
      const { header = '', body: text = '', messageType } = message as Body;
      const messages = [...((before.body.messages as unknown[] | undefined) ?? []), message];
      requireNoFault((kind === 'Class' ? checkClass : checkObject)(resource, { messages }, { isPatch: true }));
      const entry = { ...before, body: { ...before.body, messages } };
      const notice = messageType === 'TEXT_AND_NOTIFY' ? [header, text].filter((part) => part !== '').join(': ') : null;
      return { stored: entry, told: change(entry, notice) };
    },
    list: (kind, resource, { classId }) =>
      [...stored.values()].filter(
        (one) =>
          one.kind === kind && one.resource === resource && (classId === undefined || one.body.classId === classId),
      ),
    save(id, objectId) {
      const phone = phoneOf(id);
      if (phone.objects.has(objectId)) return false;
      phone.objects.add(objectId);
      phone.version += 1;
      return true;
    },
    remove(id, objectId) {
      const phone = phoneOf(id);
      if (!phone.objects.delete(objectId)) return false;
      phone.version += 1;
      return true;
    },
    held(id) {
      return [...phoneOf(id).objects].map((objectId) => this.object(objectId)).filter((one) => one !== null);
    },
    notices: (id, after) => phoneOf(id).notices.filter(({ number }) => number > after),
    version: (id) => phoneOf(id).version,
    hasUsers: (objectId) => holders(objectId).length > 0,
    object(id) {
      const found = stored.get(id);
      if (found?.kind !== 'Object') return null;
      return { resource: found.resource, object: found.body, class: stored.get(String(found.body.classId))!.body };
    },
  };
}

function requireValid(kind: Kind, resource: StandInResource, body: unknown): void {
  requireNoFault((kind === 'Class' ? checkClass : checkObject)(resource, body));
}

function requireNoFault(faults: readonly string[]): void {
  if (faults.length > 0) throw new GoogleError(400, 'invalid', faults.join(' '));
}

/** Google asks for a new review with each change of a class; a generic class has none. */
function requireReview(kind: Kind, resource: StandInResource, body: Body): void {
  if (kind === 'Object' || resource === 'generic' || body.reviewStatus !== undefined) return;
  throw new GoogleError(400, 'invalid', 'reviewStatus must be UNDER_REVIEW or DRAFT for updates of a class.');
}

/** An id never changes, an object never changes its class, and no approved class is a draft again. */
function requireLasting({ body: before }: Stored, body: Body): void {
  for (const key of ['id', 'classId']) {
    if (body[key] !== before[key]) {
      throw new GoogleError(400, 'invalid', `${key} cannot change: it is ${before[key]}, and not ${body[key]}.`);
    }
  }
  if (before.reviewStatus === 'APPROVED' && body.reviewStatus === 'DRAFT') {
    throw new GoogleError(400, 'invalid', 'reviewStatus cannot change from APPROVED to DRAFT.');
  }
}

/** Google's review is done at once. */
function reviewed(kind: Kind, body: Body): Body {
  return kind === 'Class' && body.reviewStatus === 'UNDER_REVIEW' ? { ...body, reviewStatus: 'APPROVED' } : body;
}

/** A merge patch (RFC 7396). */
function merged(before: Body, patch: Body): Body {
  const after: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete after[key];
    else after[key] = isBody(value) ? merged(isBody(before[key]) ? before[key] : {}, value) : value;
  }
  return after;
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
