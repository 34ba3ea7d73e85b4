// Cuts a part out of a stored picture. The picture is a clean PNG of ours, so it is cut here and not in
// the processes that decode uploads.
import { AppError } from '../errors.ts';
import { decode, openImage, readFacts } from './image-input.ts';

/** Pixels of the picture, from its upper left corner. */
export interface CropArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The part as a PNG. Fails with `value_invalid` for an area that is not inside the picture, and with
 * `image_invalid`.
 */
export async function cropPicture(bytes: Uint8Array, area: CropArea): Promise<Uint8Array> {
  const { width, height } = await readFacts(bytes);
  const isInside =
    Object.values(area).every((value) => Number.isInteger(value) && value >= 0) &&
    area.width > 0 &&
    area.height > 0 &&
    area.left + area.width <= width &&
    area.top + area.height <= height;
  if (!isInside) {
    const message = `The part must lie inside the picture, which has ${width} × ${height} pixels.`;
    throw new AppError('value_invalid', { field: 'area', message, beside: { width, height } });
  }
  return decode(openImage(bytes).extract(area).png());
}

/** Pixels. Fails with `image_invalid`. */
export async function pictureSize(bytes: Uint8Array): Promise<{ readonly width: number; readonly height: number }> {
  const { width, height } = await readFacts(bytes);
  return { width, height };
}

/**
 * The largest part of a picture that has the shape of a box, in the middle of the picture.
 */
export function middleOf(
  { width, height }: { readonly width: number; readonly height: number },
  box: { readonly width: number; readonly height: number },
): CropArea {
  const scale = Math.min(width / box.width, height / box.height);
  const [wide, high] = [Math.max(1, Math.round(box.width * scale)), Math.max(1, Math.round(box.height * scale))];
  const [cutWidth, cutHeight] = [Math.min(width, wide), Math.min(height, high)];
  return {
    left: Math.floor((width - cutWidth) / 2),
    top: Math.floor((height - cutHeight) / 2),
    width: cutWidth,
    height: cutHeight,
  };
}
