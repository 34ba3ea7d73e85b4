// Serves endpoints that the guide lacks and real clients use: images for passes (`dynamicImages`),
// and another mail with the link of a pass.
import { AppError } from '../../errors.ts';
import { keepImage } from '../../operations/images.ts';
import { resendPassLinks } from '../../operations/passes/resend-pass-links.ts';
import { withKnownKeys } from '../known-keys.ts';
import { requireList } from './body.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { naming } from './parameter-names.ts';
import { resend } from './pass-schema.ts';
import { imagePath } from './pass-translation.ts';
import { refusePart } from './request-checks.ts';
import { read } from './shapes.ts';

export const imageEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/images', run: upload },
  { method: 'PUT', path: '/recoveryEmails/resend', run: sendAgain },
];

async function upload({ context, body }: Call): Promise<object> {
  const { files } = await body();
  const { image, ...others } = files;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) refusePart(unknown, ['image']);
  if (image === undefined) {
    const message = 'image is missing: give it as a file of a multipart form.';
    throw new AppError('parameter_missing', { field: 'image', message });
  }
  return { path: imagePath(await keepImage(context, image.bytes, 'image', null)) };
}

async function sendAgain(call: Call): Promise<object> {
  const { context, account } = call;
  const given = withKnownKeys(resend, requireList(await call.body(), 'passes'), call, 'passes');
  const wanted = read(resend, given, 'passes');
  const links = wanted.map(({ passId, newRecoveryEmail }) => ({ hash: passId, address: newRecoveryEmail || null }));
  const sent = await naming(() => resendPassLinks(context, account, links), true);
  // PassKit's SDKs read these keys of each result, and fail at one that is absent.
  return sent.map(({ hash, address, problem }) => ({
    passId: hash,
    recoveryEmail: address ?? '',
    newRecoveryEmail: address ?? '',
    success: problem === null,
    error: problem?.message ?? '',
  }));
}
