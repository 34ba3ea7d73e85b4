// Packs the traces of events with what the traces of their kind share, which is stored once for each
// template: a dictionary. Traces of older versions stay as they are, JSON text in a column of their
// own.
import { createHash } from 'node:crypto';
import type { JsonValue } from '../../rules/values/values.ts';
import { type Dictionary, dictionaryOf, pack, unpack } from '../lz4-block.ts';
import type { Connection } from './engine/connection.ts';

export interface Traces {
  /** Inside a write only. `usual`: see NewEvent. */
  packed(templateId: number, trace: JsonValue, usual: string): Buffer;
  /** `plain`: JSON. Returns null when both are null. Throws when a packed trace cannot be read. */
  read(plain: string | null, packed: Uint8Array | null): JsonValue | null;
}

interface Packer {
  readonly dictionary: Dictionary;
  /** The dictionary's id, as a packed trace begins with it. */
  readonly head: readonly number[];
}

const NONE: Packer = { dictionary: dictionaryOf(new Uint8Array(0)), head: [0] };

export function traces({ client, kept }: Connection): Traces {
  const find = client
    .prepare<[number, string], number>('SELECT id FROM trace_dictionaries WHERE template_id = ? AND hash = ?')
    .pluck();
  const add = client.prepare<[number, string, Uint8Array]>(
    'INSERT INTO trace_dictionaries (template_id, hash, content) VALUES (?, ?, ?)',
  );
  const content = client.prepare<[number], Buffer>('SELECT content FROM trace_dictionaries WHERE id = ?').pluck();
  // A map a template, because its keys are the very strings that usualTrace answers.
  const packersOf = kept.keeping<number, Map<string, Packer>>(() => new Map());
  const dictionaries = kept.keeping<number, Uint8Array>((id) => content.get(id));

  const packerFor = (templateId: number, usual: string): Packer => {
    const bytes = Buffer.from(usual);
    const hash = createHash('sha256').update(bytes).digest('base64url');
    const id = find.get(templateId, hash) ?? Number(add.run(templateId, hash, bytes).lastInsertRowid);
    return { dictionary: dictionaryOf(bytes), head: numberBytes(id) };
  };

  return {
    packed(templateId, trace, usual) {
      if (usual === '') return pack(JSON.stringify(trace), NONE.dictionary, NONE.head);
      const packers = packersOf(templateId)!;
      let packer = packers.get(usual);
      if (packer === undefined) {
        packer = packerFor(templateId, usual);
        packers.set(usual, packer);
      }
      return pack(JSON.stringify(trace), packer.dictionary, packer.head);
    },
    read(plain, packed) {
      if (plain !== null) return JSON.parse(plain) as JsonValue;
      return packed === null ? null : (JSON.parse(unpacked(packed, dictionaries)) as JsonValue);
    },
  };
}

/** The JSON of a packed trace. Throws when the trace cannot be read. */
export function unpacked(packed: Uint8Array, contentOf: (id: number) => Uint8Array | undefined): string {
  const { number: id, length } = readNumber(packed);
  const bytes = id === 0 ? NONE.dictionary.bytes : contentOf(id);
  if (bytes === undefined) throw new Error(`The dictionary ${id} of a trace is missing.`);
  return unpack(packed.subarray(length), bytes);
}

/** Seven bits a byte, the lowest ones first; the last byte is below 128. */
function numberBytes(number: number): number[] {
  const bytes: number[] = [];
  let left = number;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}

function readNumber(bytes: Uint8Array): { readonly number: number; readonly length: number } {
  let number = 0;
  let scale = 1;
  for (const [at, byte] of bytes.entries()) {
    number += (byte & 127) * scale;
    if (byte < 128) return { number, length: at + 1 };
    scale *= 128;
  }
  throw new Error('A packed trace is cut off.');
}
