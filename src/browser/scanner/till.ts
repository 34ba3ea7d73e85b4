// What the scanner's page knows of whoever scans in this browser. A till's token and a person's
// session are in cookies that no script can read; a till's name, and the rights of either, are stored,
// so that the page is the same without a network.

/** What whoever scans may do besides. */
export interface ScanRights {
  readonly mayUndo: boolean;
  readonly mayFind: boolean;
}

export interface Till extends ScanRights {
  readonly name: string;
}

/** Who scans in this browser, as the server says. */
export type Who =
  | { readonly kind: 'till'; readonly till: Till }
  | { readonly kind: 'person'; readonly email: string; readonly rights: ScanRights }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'locked' };

const KEY = 'passwright-scanner-till';
const PERSON_KEY = 'passwright-scanner-person';
/** How long a scan can be taken back, in ms; the server decides. */
export const UNDO_FOR = 10 * 60 * 1000;

/** The till that the device was when the server was last asked; null: none. */
export function readTill(): Till | null {
  return readStored(KEY);
}

/** The rights of the person who was logged in when the server was last asked; null: nobody was. */
export function readPersonsRights(): ScanRights | null {
  return readStored(PERSON_KEY);
}

function readStored<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function store(key: string, value: object | null): void {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
}

/** Asks the server who scans here, and stores the answer. Rejects without a network. */
export async function askWho(base: string): Promise<Who> {
  const response = await fetch(`${base}/scanner/session`);
  const { email, till = null, locked = false, mayUndo = false, mayFind = false } = await response.json();
  const rights = till === null && email !== null ? { mayUndo, mayFind } : null;
  store(KEY, till);
  store(PERSON_KEY, rights);
  if (till !== null) return { kind: 'till', till };
  if (locked === true) return { kind: 'locked' };
  return rights === null ? { kind: 'nobody' } : { kind: 'person', email, rights };
}

/** Calls the scanner's routes of the server; rejects without a network or an answer in JSON. */
export async function callServer(base: string, name: string, input: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${base}/scanner/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  });
  return response.json();
}
