// Sends registration forms as browsers and the guide's clients do, and reads the page of the
// answer.
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import type { TestApp } from '../open-app.ts';

/** Posts a form of `psForm_0_<path>` fields; `target` names the template or the pass. */
export function sendForm(
  t: TestApp,
  target: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string | readonly string[] | Blob>>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new FormData();
  body.set('psForm', '0');
  for (const [name, value] of Object.entries(target)) body.set(name, value);
  for (const [path, value] of Object.entries(fields)) {
    if (value instanceof Blob) body.set(`psForm_0_${path}`, value, 'file.bin');
    else if (typeof value === 'string') body.set(`psForm_0_${path}`, value);
    else for (const item of value) body.append(`psForm_0_${path}[]`, item);
  }
  body.set('psForm_0_submit', '1');
  return t.fetch('/pass/register.php', { method: 'POST', body, headers });
}

/** The pass that a form was redirected to. The hash ends before a comma, where programs cut it off. */
export function passIn(response: Response): string {
  const location = response.headers.get('location') ?? '';
  const hash = new URL(location, 'http://x').searchParams.get('hashedSerialNumber');
  if (response.status !== 302 || hash === null) throw new Error(`${response.status} ${location}`);
  return hash.replace(/,$/, '');
}

export async function overridesOf(t: TestApp, hash: string) {
  return (await t.app.context.store.passByHash(hash))!.pass.overrides;
}

/** A card with these additional properties. */
export function cardWith(additional: JsonObject, parts: JsonObject = {}): JsonObject {
  return {
    type: 'generic',
    description: 'Test card',
    organizationName: 'Bakery',
    structure: { primaryFields: [{ key: 'title', label: 'CARD', value: 'Bakery' }] },
    additional,
    ...parts,
  };
}

export function editable(value: JsonValue, label: string, more: JsonObject = {}): JsonObject {
  return { PSValue: value, PSEditable: true, PSLabel: label, ...more };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** A text or attribute of a page as a browser reads it. */
export function read(html: string): string {
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]!);
}

/** The value in a field of the page. */
export function valueIn(page: string, path: string): string | undefined {
  const element = [...page.matchAll(/<input [^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => tag.includes(`name="psForm_0_${path}"`) && !tag.includes('type="hidden"'));
  const value = /value="([^"]*)"/.exec(element ?? '')?.[1];
  return value === undefined ? undefined : read(value);
}

/** The fault beside each field, in their order. */
export function faultsIn(page: string): string[] {
  return [...page.matchAll(/<p class="fault"[^>]*>([^<]*)<\/p>/g)].map(([, text]) => read(text!));
}
