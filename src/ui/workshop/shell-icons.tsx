// The pictures of the navigation's entries, in the colour of the text beside them.
import type { Place } from './places.ts';

const PATHS: Readonly<Record<Place, string>> = {
  today: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  cards: 'M3 6h18v12H3zM3 10h18M7 14h4',
  customers: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-6 8-6s8 2 8 6',
  tills: 'M4 8V4h4M20 8V4h-4M4 16v4h4M20 16v4h-4M4 12h16',
  settings: 'M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h2M10 12h10M8 10v4',
};

export function ShellIcon({ name }: { name: Place }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
