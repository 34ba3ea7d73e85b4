// Amounts of bytes in words of a language.

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Such as "4.2 MB"; `tag` is the language, BCP 47. */
export function bytesIn(tag: string, bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const options = { style: 'unit', unit: UNITS[power]!, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(tag, options).format(bytes / 1000 ** power);
}
