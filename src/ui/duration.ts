// How long somebody has to wait, in words of a language.

/** Such as "40 seconds" or "12 minutes", rounded up; `tag` is the language, BCP 47. */
export function durationIn(tag: string, seconds: number): string {
  const isLong = seconds > 90;
  const amount = Math.max(1, Math.ceil(isLong ? seconds / 60 : seconds));
  const options = { style: 'unit', unit: isLong ? 'minute' : 'second', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(tag, options).format(amount);
}
