// Stores the phone between two commands, in a JSON file: its identifiers, its passes and the last
// tag of each server.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { DeviceError } from './device-error.ts';

const shape = z.object({
  /** Made once; iOS makes one for each pass type and phone. */
  deviceLibraryIdentifier: z.string().min(1),
  pushToken: z.string().min(1),
  /** The last tag of each server, by `webServiceURL passTypeIdentifier`. */
  tags: z.record(z.string(), z.string()),
  passes: z.array(
    z.object({
      /** The link that the pass was installed from. */
      link: z.string(),
      /** Whether the server accepted the registration. */
      registered: z.boolean(),
      /** The Last-Modified header of this version; null when the server sent none. */
      lastModified: z.string().nullable(),
      passJson: z.record(z.string(), z.unknown()),
      /** SHA-1 by file, to see which images changed. */
      manifest: z.record(z.string(), z.string()),
      /** The fields of its personalization.json; absent: it asks for nothing. */
      asks: z.array(z.string()).optional(),
    }),
  ),
});

export type Phone = z.infer<typeof shape>;
export type HeldPass = Phone['passes'][number];

/**
 * Reads the phone of a state file; makes a new phone when there is no file. Fails with a
 * DeviceError when the file cannot be read.
 */
export async function readPhone(file: string): Promise<Phone> {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return readStateFile(file, shape, () => ({
    deviceLibraryIdentifier: hex(16),
    pushToken: hex(32),
    tags: {},
    passes: [],
  }));
}

/** As `readPhone`, of a phone of any kind. */
export async function readStateFile<State>(
  file: string,
  ofState: z.ZodType<State>,
  fresh: () => State,
): Promise<State> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new DeviceError(`${file} cannot be read: ${error.message}`);
  });
  if (text === null) return fresh();
  try {
    return ofState.parse(JSON.parse(text));
  } catch {
    throw new DeviceError(`${file} is not a device's state file; name another one with --state.`);
  }
}

/**
 * Writes the state file. Only its owner can read it, because it holds the passes' tokens. Fails
 * with a DeviceError.
 */
export async function writePhone(file: string, phone: Phone): Promise<void> {
  await writeStateFile(file, phone);
}

/** As `writePhone`, of a phone of any kind. */
export async function writeStateFile(file: string, state: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 }).catch((error: Error) => {
    throw new DeviceError(`${file} cannot be written: ${error.message}`);
  });
}
