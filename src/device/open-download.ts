// Opens what a phone downloads: a .pkpass, or a .pkpasses bundle of several passes.
import { unzipSync } from 'fflate';
import { DeviceError } from './device-error.ts';
import { isObject, type PassJson } from './pass-json.ts';

/** The files of one pass by their names in the archive. */
export type PassFiles = Readonly<Record<string, Uint8Array>>;

/** The number of passes that Wallet adds at once. */
const MOST_PASSES = 10;

/**
 * The passes of a download, in the order of the archive. Fails with a DeviceError when the download
 * is neither a pass nor a bundle.
 */
export function openDownload(bytes: Uint8Array): readonly PassFiles[] {
  const files = unzip(bytes);
  if (Object.hasOwn(files, 'pass.json')) return [files];
  const packed = Object.entries(files).filter(([name]) => name.endsWith('.pkpass'));
  if (packed.length === 0)
    throw new DeviceError('This is no pass: the archive has neither a pass.json nor .pkpass files.');
  if (packed.length > MOST_PASSES) {
    throw new DeviceError(`Wallet takes at most ${MOST_PASSES} passes in one bundle; this one has ${packed.length}.`);
  }
  return packed.map(([, pass]) => unzip(pass));
}

/** Reads pass.json. Fails with a DeviceError when it is missing or is not a JSON object. */
export function readPassJson(files: PassFiles): PassJson {
  const passJson = readJson(files['pass.json']);
  if (!isObject(passJson))
    throw new DeviceError('Wallet refuses this pass: pass.json is missing or is not a JSON object.');
  return passJson;
}

/** The JSON value of a file; undefined when the file is missing or is not JSON. */
export function readJson(file: Uint8Array | undefined): unknown {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file));
  } catch {
    return undefined;
  }
}

/** The most that an archive may unpack to, in bytes: much more than Wallet accepts. */
const LARGEST_TOTAL = 64 * 1024 * 1024;

function unzip(bytes: Uint8Array): PassFiles {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > LARGEST_TOTAL) throw new DeviceError('Wallet refuses this pass: it is too large.');
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    if (error instanceof DeviceError) throw error;
    throw new DeviceError('This is no pass: it is not a zip archive.');
  }
}
