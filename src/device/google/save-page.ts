// Save links: who may make them, what they put into the wallet, and the page that browsers get.
import type { JWTPayload } from 'jose';
import { STAND_IN_RESOURCES, type StandInResource } from './check-body.ts';
import { GoogleError } from './google-error.ts';
import type { Body, HeldObject, Kind, Wallet } from './wallet.ts';

/** Browsers cut longer links, so that Google asks to insert the object first. */
const LONGEST_LINK = 1_800;

interface Item {
  readonly kind: Kind;
  readonly resource: StandInResource;
  readonly body: Body;
}

/** `loyaltyObjects` -> Object of loyalty. */
const PAYLOAD_KEYS: Readonly<Record<string, Pick<Item, 'kind' | 'resource'>>> = Object.fromEntries(
  STAND_IN_RESOURCES.flatMap((resource) => [
    [`${resource}Classes`, { kind: 'Class', resource }],
    [`${resource}Objects`, { kind: 'Object', resource }],
  ]),
);

/**
 * Reads the claims of a link of so many characters, and inserts what the wallet does not have.
 * Answers the ids of the objects to save. Fails with a GoogleError.
 */
export function openSaveLink(wallet: Wallet, claims: JWTPayload | null, length: number): readonly string[] {
  const refuse = (why: string) => new GoogleError(400, 'invalid', `Something went wrong. ${why}`);
  if (length > LONGEST_LINK) throw refuse(`The link has ${length} characters, and browsers cut it at ${LONGEST_LINK}.`);
  if (claims === null) throw refuse('The service account of this issuer did not sign the link.');
  if (claims.aud !== 'google') throw refuse(`aud is ${JSON.stringify(claims.aud)}, and not "google".`);
  if (claims.typ !== 'savetowallet') throw refuse(`typ is ${JSON.stringify(claims.typ)}, and not "savetowallet".`);
  if (typeof claims.iat !== 'number') throw refuse('iat is missing.');
  const items = Object.entries((claims.payload ?? {}) as Body).flatMap(([key, bodies]): Item[] => {
    const named = PAYLOAD_KEYS[key];
    if (named === undefined || !Array.isArray(bodies)) throw refuse(`The payload has no ${key}.`);
    return bodies.map((body: Body) => ({ ...named, body }));
  });
  for (const item of items) if (item.kind === 'Class') insertMissing(wallet, item);
  const objects = items.filter(({ kind }) => kind === 'Object');
  if (objects.length === 0) throw refuse('The payload names no object.');
  return objects.map((item) => {
    // An id alone names an object that was inserted before.
    if (Object.keys(item.body).length > 1) insertMissing(wallet, item);
    return String(wallet.get(item.kind, item.resource, String(item.body.id)).body.id);
  });
}

/** What Google has already stays as it is, whatever the link says. */
function insertMissing(wallet: Wallet, { kind, resource, body }: Item): void {
  try {
    wallet.insert(kind, resource, body);
  } catch (error) {
    if (!(error instanceof GoogleError) || error.status !== 409) throw error;
  }
}

/** The page behind a save link, for people who open the link in a browser. */
export function savePage(objects: readonly HeldObject[], isSaved: boolean): string {
  const names = objects.map(({ object }) => `<li>${escaped(String(object.id))}</li>`).join('');
  const action = isSaved
    ? '<p id="saved">Added to Google Wallet.</p>'
    : '<form method="post"><button id="add">Add</button></form>';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Google Wallet (stand-in)</title>
<h1>Google Wallet (stand-in)</h1><ul>${names}</ul>${action}</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
