// The entries of the owner's navigation.
import type { Right } from '../../operations/access/roles.ts';

/** The entries of the navigation, each with the right that shows it. */
export const PLACES = [
  { name: 'today', path: '/', right: 'scan' },
  { name: 'cards', path: '/cards', right: 'see' },
  { name: 'customers', path: '/customers', right: 'find' },
  { name: 'tills', path: '/tills', right: 'scan' },
  { name: 'settings', path: '/settings', right: 'find' },
] as const satisfies readonly { readonly name: string; readonly path: string; readonly right: Right }[];

export type Place = (typeof PLACES)[number]['name'];
