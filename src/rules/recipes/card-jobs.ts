// What owners want a card for.
export const CARD_JOBS = ['stamp', 'points', 'gift', 'ticket', 'coupon', 'membership'] as const;
export type CardJob = (typeof CARD_JOBS)[number];
