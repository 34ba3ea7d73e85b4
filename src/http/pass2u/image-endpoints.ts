// Serves the guide's "Upload image": reads the PNG as the body, as a part of a form, or as base64
// in JSON, as real clients send it.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { uploadImage } from '../../operations/models/upload-image.ts';
import { multipartType, readBody, readMultipart } from '../parameters.ts';
import { LARGEST_BODY, readObject } from './body.ts';
import type { Call, Endpoint } from './endpoint.ts';

export const imageEndpoints: readonly Endpoint[] = [{ method: 'POST', path: '/images', run: postImage }];

async function postImage({ context, request }: Call): Promise<object> {
  const body = await readBody(request, LARGEST_BODY);
  const image = await imageIn(body, request.headers.get('content-type') ?? '');
  if (image !== null && image.length > 0) return { hex: await uploadImage(context, image) };
  throw new AppError('parameter_missing', { field: 'image', message: 'image is missing.' });
}

const IMAGE = z.strictObject({ image: z.string().transform((text) => text.replace(/^data:[^,]*,/, '')) });

async function imageIn(body: Uint8Array, contentType: string): Promise<Uint8Array | null> {
  const multipart = multipartType(body, contentType);
  if (multipart !== null) {
    const parts = await readMultipart(body, multipart);
    return parts.map(([, value]) => value).find((value) => value instanceof Uint8Array) ?? null;
  }
  if (!/json/i.test(contentType) && body[0] !== '{'.charCodeAt(0)) return body;
  const given = IMAGE.safeParse(readObject(body, contentType));
  if (given.success) return Buffer.from(given.data.image, 'base64');
  const message = 'The JSON must be {"image": "..."} with the PNG in base64.';
  throw new AppError('parameter_invalid', { field: 'image', message });
}
