// What the scanner's page knows of the till that this device is. The device's token is in a cookie that
// no script can read; name and rights are stored, so that the page is a till's without a network too.

export interface Till {
  readonly name: string;
  readonly mayUndo: boolean;
  readonly mayFind: boolean;
}

/** Who scans in this browser, as the server says. */
export type Who =
  | { readonly kind: 'till'; readonly till: Till }
  | { readonly kind: 'person'; readonly email: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'locked' };

const KEY = 'passwright-scanner-till';
/** How long a scan can be taken back, in ms; the server decides. */
export const UNDO_FOR = 10 * 60 * 1000;

/** The till that the device was when the server was last asked; null: none. */
export function readTill(): Till | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/** Asks the server who scans here, and stores the answer. Rejects without a network. */
export async function askWho(base: string): Promise<Who> {
  const response = await fetch(`${base}/scanner/session`);
  const { email, till = null, locked = false } = await response.json();
  if (till === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(till));
  if (till !== null) return { kind: 'till', till };
  if (locked === true) return { kind: 'locked' };
  return email === null ? { kind: 'nobody' } : { kind: 'person', email };
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
