// Limits what people without an account may add to a template in a day, by any route and from any
// number of addresses, because their additions fill the owner's disk.
import { type BoundedLimiter, boundedLimiter, type LimiterOptions, type OnRefused } from './bounded-limiter.ts';

/** Counted since the server started, each template for 24 hours from its first one on. */
export interface Quotas {
  /** Passes by template. */
  readonly passes: BoundedLimiter;
  /** Bytes of pictures by template. */
  readonly pictures: BoundedLimiter;
}

/** In seconds. */
const DAY = 24 * 60 * 60;
const MEGABYTE = 1024 * 1024;

export interface QuotaLimits {
  readonly passesADay: number;
  readonly pictureMegabytesADay: number;
}

export function createQuotas({ passesADay, pictureMegabytesADay }: QuotaLimits, onRefused?: OnRefused): Quotas {
  const ofADay = (keyPrefix: LimiterOptions['keyPrefix'], points: number) =>
    boundedLimiter({ keyPrefix, points, duration: DAY }, undefined, onRefused);
  return {
    passes: ofADay('quota_passes', passesADay),
    pictures: ofADay('quota_pictures', pictureMegabytesADay * MEGABYTE),
  };
}
