// The logo of a whitelabelled account, in the header of its pages.
import type { BrandLogo } from '../operations/accounts/brand.ts';

/** In CSS pixels: a wide logo leaves a margin on a phone, a tall one leaves the pass in sight. */
const MOST_WIDTH = 240;
const MOST_HEIGHT = 56;

/** States the size, so that nothing moves when the image arrives. */
export function BrandHeader({ logo: { path, width, height, name } }: { logo: BrandLogo }) {
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return (
    <header class="accountLogo">
      <img src={path} alt={name} width={scaled(width)} height={scaled(height)} />
    </header>
  );
}
