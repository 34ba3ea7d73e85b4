// Limits what people without an account may add to a template in a day, by any route and from any
// number of addresses, because their additions fill the owner's disk.
import type { Limit, Limits } from '../../ports/limits.ts';

/** Counted for each template for 24 hours from its first one on. */
export interface Quotas {
  /** Passes by template. */
  readonly passes: Limit;
  /** Bytes of pictures by template. */
  readonly pictures: Limit;
}

/** In seconds. */
const DAY = 24 * 60 * 60;
const MEGABYTE = 1024 * 1024;

export interface QuotaLimits {
  readonly passesADay: number;
  readonly pictureMegabytesADay: number;
}

export function createQuotas(limits: Limits, { passesADay, pictureMegabytesADay }: QuotaLimits): Quotas {
  return {
    passes: limits.limit('quota_passes', { points: passesADay, seconds: DAY }),
    pictures: limits.limit('quota_pictures', { points: pictureMegabytesADay * MEGABYTE, seconds: DAY }),
  };
}
