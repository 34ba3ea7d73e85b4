import type { Results } from './measure.ts';
export function writePage(_: Results): string { return ''; }
