// Converts images between files and data URIs: which file ending has which media type.

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
};

/**
 * The bytes as a data URI, typed by the file's ending; null when the ending is not that of an
 * image.
 */
export function dataUri(fileName: string, bytes: Uint8Array): string | null {
  const ending = /\.[a-z]+$/i.exec(fileName)?.[0].toLowerCase() ?? '';
  const mediaType = MEDIA_TYPES[ending];
  return mediaType === undefined ? null : `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
}

/** The file ending and the bytes of an image's data URI; null for any other text. */
export function imageOfDataUri(text: string): { readonly ending: string; readonly bytes: Uint8Array } | null {
  const [, mediaType, base64] = /^data:([a-z0-9.+/-]*);base64,(.*)$/is.exec(text) ?? [];
  const ending = Object.keys(MEDIA_TYPES).find((known) => MEDIA_TYPES[known] === mediaType);
  return ending === undefined ? null : { ending, bytes: Buffer.from(base64!, 'base64') };
}
