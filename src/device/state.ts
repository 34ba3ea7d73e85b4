// The phone between two commands: a JSON file with who it is, the passes it holds and the tags it
// was told.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { DeviceError } from './device-error.ts';

const shape = z.object({
  /** Made once, as iOS makes one for each pass type and phone. */
  deviceLibraryIdentifier: z.string().min(1),
  pushToken: z.string().min(1),
  /** What each server said last, by `webServiceURL passTypeIdentifier`. */
  tags: z.record(z.string(), z.string()),
  passes: z.array(
    z.object({
      /** Where it was installed from. */
      link: z.string(),
      /** Whether the server took the registration. */
      registered: z.boolean(),
      /** The Last-Modified that came with it; null: the server named none. */
      lastModified: z.string().nullable(),
      passJson: z.record(z.string(), z.unknown()),
      /** SHA-1 by file, to see which images changed. */
      manifest: z.record(z.string(), z.string()),
    }),
  ),
});

export type Phone = z.infer<typeof shape>;
export type HeldPass = Phone['passes'][number];

/** The phone of a state file; a new one when there is no file. Fails with a DeviceError. */
export async function readPhone(file: string): Promise<Phone> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new DeviceError(`${file} cannot be read: ${error.message}`);
  });
  if (text === null) {
    const hex = (bytes: number) => randomBytes(bytes).toString('hex');
    return { deviceLibraryIdentifier: hex(16), pushToken: hex(32), tags: {}, passes: [] };
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new DeviceError(`${file} is not a device's state file; name another one with --state.`);
  }
}

/** Readable by its owner alone: the tokens of the passes are in it. Fails with a DeviceError. */
export async function writePhone(file: string, phone: Phone): Promise<void> {
  await writeFile(file, `${JSON.stringify(phone, null, 2)}\n`, { mode: 0o600 }).catch((error: Error) => {
    throw new DeviceError(`${file} cannot be written: ${error.message}`);
  });
}
