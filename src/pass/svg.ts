// Refuses an uploaded SVG that a server should not draw: references to anything outside the file,
// embedded bitmaps (librsvg does not bound them), filters, and nested references that take seconds
// to draw. Every regular expression here takes linear time, because the text may be hostile.
import { AppError } from '../errors.ts';

/**
 * Elements count as often as they are drawn: one that is referenced ten times counts ten times.
 * librsvg itself stops at 500,000, after 5 seconds.
 */
export const MAX_SVG_ELEMENTS = 50_000;
/** The limit of nested elements and of references to references. */
const MAX_DEPTH = 256;

interface Element {
  readonly name: string;
  readonly references: readonly string[];
  readonly children: Element[];
}

/** A tag: its name without the namespace prefix, and its attributes. */
interface Tag {
  readonly kind: 'open' | 'close' | 'empty';
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const TAG = /<(\/?)(?:[^\s<>/:"'=]+:)?([^\s<>/:"'=]+)(?=[\s/>])([^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*){0,500})>/y;
const ATTRIBUTE = /\s*([^\s="'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const ENCODING = /^<\?xml[^>]{0,200}?encoding\s*=\s*["'](?!utf-?8["']|us-ascii["']|iso-8859-1["'])/i;
const TOO_LONG = 'It would take too long to draw. Export it as PNG.';
/** Fonts are harmless: librsvg draws with the fonts of the system. */
const INSIDE = /^(?:#|data:(?:font|application\/(?:x-)?font))/i;

/** Checks an SVG. Fails with `image_invalid`; the message says what to change. */
export function checkSvg(text: string): void {
  if (ENCODING.test(text) || text.includes('\0')) throw refuse('Save the SVG as UTF-8.');
  const root: Element = { name: '', references: [], children: [] };
  const byId = new Map<string, Element>();
  const open: Element[] = [root];
  let elements = 0;
  for (const tag of scanTags(text)) {
    if (tag.kind === 'close') {
      if (open.length > 1) open.pop();
      continue;
    }
    checkTag(tag);
    if (++elements > MAX_SVG_ELEMENTS) throw refuse(TOO_LONG);
    const element: Element = { name: tag.name, references: referencesOf(tag), children: [] };
    open.at(-1)!.children.push(element);
    const id = tag.attributes.get('id');
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
    if (tag.kind === 'open') open.push(element);
    if (open.length > MAX_DEPTH) throw refuse('Its elements are nested too deep.');
  }
  checkStyles(text);
  if (countDrawn(root, byId) > MAX_SVG_ELEMENTS) throw refuse(TOO_LONG);
}

function* scanTags(text: string): Generator<Tag> {
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) at = skipPast(text, '-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) at = skipPast(text, ']]>', at);
    else if (text.startsWith('<?xml-stylesheet', at)) throw refuse('It names a style sheet outside of the file.');
    else if (text.startsWith('<?', at)) at = skipPast(text, '?>', at);
    else if (text.startsWith('<!', at)) {
      const end = skipPast(text, '>', at);
      if (text.slice(at, end).includes('[')) throw refuse('It defines entities. Export it as plain SVG or as PNG.');
      at = end;
    } else {
      TAG.lastIndex = at;
      const found = TAG.exec(text);
      if (!found) throw refuse('It is not well-formed.');
      const [source, slash, name, body] = found;
      at += source.length;
      yield {
        kind: slash ? 'close' : body!.endsWith('/') ? 'empty' : 'open',
        name: name!,
        attributes: readAttributes(body!),
      };
    }
  }
}

function skipPast(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  if (at === -1) throw refuse('It is cut short.');
  return at + end.length;
}

function readAttributes(body: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let end = 0;
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(body); found; found = ATTRIBUTE.exec(body)) {
    attributes.set(found[1]!, found[2] ?? found[3] ?? '');
    end = ATTRIBUTE.lastIndex;
  }
  if (!/^\s*\/?$/.test(body.slice(end, end + 1000))) throw refuse('It is not well-formed.');
  return attributes;
}

function checkTag(tag: Tag): void {
  const lower = tag.name.toLowerCase();
  if (lower === 'filter') throw refuse('It has filters (shadows, blurs). Export it as PNG.');
  if (lower === 'script' || lower === 'include') throw refuse('It has scripts or inclusions. Export it as plain SVG.');
  for (const [name, value] of tag.attributes) {
    // A link is not followed when an image is drawn.
    if (!isReference(name) || lower === 'a') continue;
    if (lower === 'image' || lower === 'feimage') throw refuse('It holds an embedded bitmap. Export it as PNG.');
    if (!value.trim().startsWith('#')) throw refuse('It refers to something outside of the file. Export it as PNG.');
  }
}

function isReference(attribute: string): boolean {
  return attribute === 'href' || attribute.endsWith(':href');
}

/** Checks attributes and style sheets together, by searching the whole text. */
function checkStyles(text: string): void {
  if (/@import/i.test(text)) throw refuse('It refers to something outside of the file. Export it as PNG.');
  for (const [, target] of text.matchAll(/url\(\s*(?:&quot;|&apos;|["'])?(.{0,40})/gi)) {
    if (!INSIDE.test(target!)) throw refuse('It refers to something outside of the file. Export it as PNG.');
  }
  if (/filter\s{0,9}(?::|=\s{0,9}["'])\s{0,9}[a-z-]{1,20}\(/i.test(text)) {
    throw refuse('It has filters (shadows, blurs). Export it as PNG.');
  }
}

function referencesOf(tag: Tag): readonly string[] {
  const ids: string[] = [];
  for (const [name, value] of tag.attributes) {
    if (isReference(name)) ids.push(value.trim().slice(1));
    else for (const [, id] of value.matchAll(/url\(\s*["']?#([^"')\s]{1,200})/gi)) ids.push(id!);
  }
  return ids;
}

function countDrawn(root: Element, byId: ReadonlyMap<string, Element>): number {
  /**
   * An element counts 0 while it is being counted, because librsvg does not follow circles either.
   */
  const counts = new Map<Element, number>();
  const count = (element: Element, depth: number): number => {
    const known = counts.get(element);
    if (known !== undefined) return known;
    if (depth > 2 * MAX_DEPTH) throw refuse('Its elements are nested too deep.');
    counts.set(element, 0);
    let total = 1;
    // A gradient costs the same with two stops or twenty.
    if (!element.name.endsWith('Gradient')) {
      for (const child of element.children) total += count(child, depth + 1);
      for (const id of element.references) {
        const target = byId.get(id);
        if (target) total += count(target, depth + 1);
      }
    }
    counts.set(element, total);
    return total;
  };
  return count(root, 0);
}

function refuse(reason: string): AppError {
  return new AppError('image_invalid', { message: `The SVG cannot be used. ${reason}` });
}
