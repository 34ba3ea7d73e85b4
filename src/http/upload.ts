// Reads a form with one file while the file arrives, so that a large file never is in memory as a
// whole. Fields that stand before the file are known when its first bytes are.
import { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { AppError } from '../errors.ts';

export interface Upload {
  /** The fields before the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** Null: the form has no file, or an empty one without a name. */
  readonly file: { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> } | null;
}

/** Fields of a form beside the file. */
const MOST_FIELDS = 50;
/** Bytes of such a field. */
const LARGEST_FIELD = 64 * 1024;
/** Parts of a form: its fields, the file, and what browsers may add. */
const MOST_PARTS = 60;
/** Bytes that are parsed at once: with a part in each eight of them, a thousandth of a second each KiB. */
const PIECE = 16 * 1024;

/**
 * Calls `take` with the form once its file begins, and answers what it answers. What `take` leaves of
 * the file is read and dropped, so that the browser shows the answer. `name`: the field of the file.
 * Fails with `body_invalid`, `media_type_unsupported`.
 */
export function withUpload<T>(request: Request, name: string, take: (upload: Upload) => Promise<T>): Promise<T> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data/i.test(contentType) || request.body === null) {
    const message = 'Send the file in a form (multipart/form-data).';
    return Promise.reject(new AppError('media_type_unsupported', { message }));
  }
  const source = Readable.from(inPieces(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])));
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    let taken: Promise<T> | null = null;
    let broken: AppError | null = null;
    const begin = (file: Upload['file']) => {
      taken ??= take({ fields, file });
      return taken;
    };
    const settle = () => {
      if (broken !== null && taken === null) reject(broken);
      else begin(null).then(resolve, reject);
    };
    let parser: BusboyInstance;
    try {
      parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fields: MOST_FIELDS, fieldSize: LARGEST_FIELD, parts: MOST_PARTS },
      });
    } catch (error) {
      reject(invalid(error));
      return;
    }
    parser.on('field', (field: string, value: string) => {
      fields[field] = value;
    });
    parser.on('file', (field: string | undefined, stream: Readable, fileName: string | undefined) => {
      if (field !== name || taken !== null || !fileName) {
        stream.resume();
        return;
      }
      const drop = () => {
        // Whoever stopped in the middle may still hold the reader, and a stream with one does not flow.
        stream.removeAllListeners('readable');
        stream.resume();
      };
      begin({ name: fileName, bytes: bytesOf(stream) }).then(drop, drop);
    });
    const fail = (error: unknown) => {
      broken = invalid(error);
      source.unpipe(parser);
      source.resume();
      parser.destroy();
      settle();
    };
    parser.on('partsLimit', () => fail(new Error(`it has more than ${MOST_PARTS} parts.`)));
    parser.on('finish', settle);
    parser.on('error', fail);
    source.on('error', fail);
    source.pipe(parser);
  });
}

async function* inPieces(source: Readable): AsyncGenerator<Buffer, void> {
  for await (const bytes of source as AsyncIterable<Buffer>) {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  }
}

function invalid(error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('body_invalid', { message: `The form could not be read: ${reason}` });
}

/** The bytes of a part. Ending early leaves the stream open, so that the rest can be dropped. */
async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array, void> {
  for await (const piece of stream.iterator({ destroyOnReturn: false })) yield piece as Uint8Array;
}
