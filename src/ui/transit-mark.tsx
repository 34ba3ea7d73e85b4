// The symbol between a boarding pass's two primary fields, for each means of transport.

const SHAPES: Readonly<Record<string, string>> = {
  PKTransitTypeAir: 'M2 13l9-1 4-9h3l-2 9 6 .5 2-3h2l-1 4.5 1 4.5h-2l-2-3-6 .5 2 9h-3l-4-9-9-1z',
  PKTransitTypeBoat: 'M2 18h24l-4 7H6zM13 3v13H5zm2 4l7 9h-7z',
  PKTransitTypeBus:
    'M4 5h20a2 2 0 0 1 2 2v14h-3a3 3 0 0 1-6 0h-6a3 3 0 0 1-6 0H2V7a2 2 0 0 1 2-2zm0 4v5h5V9zm7 0v5h6V9zm8 0v5h5V9z',
  PKTransitTypeTrain:
    'M8 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3l3 4h-3l-2-3h-8l-2 3H5l3-4a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zm0 4v6h5V7zm7 0v6h5V7z',
};

/** For every other means of transport. */
const ARROW = 'M3 12h16l-5-5 2-2 9 9-9 9-2-2 5-5H3z';

export function TransitMark({ type }: { type: string }) {
  return (
    <svg class="transit" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
      <path fill="currentColor" fill-rule="evenodd" d={SHAPES[type] ?? ARROW} />
    </svg>
  );
}
