// Answers requests with the .pkpass of a pass.
import type { Context } from '../operations/context.ts';
import { makePassFile } from '../operations/files/pass-files.ts';
import type { PassSnapshot } from '../ports/store/passes.ts';
import { fileName } from './file-name.ts';

export const PASS_TYPE = 'application/vnd.apple.pkpass';

/** A download of the pass's file. Fails with `certificate_missing`. */
export async function passFile(context: Context, snapshot: PassSnapshot): Promise<Response> {
  const { bytes, lastModified } = await makePassFile(context, snapshot);
  return new Response(bytes, {
    headers: {
      'content-type': PASS_TYPE,
      'content-disposition': `attachment; filename="${fileName(snapshot.template.name)}.pkpass"`,
      'last-modified': new Date(lastModified * 1000).toUTCString(),
      'cache-control': 'private, no-cache',
    },
  });
}
