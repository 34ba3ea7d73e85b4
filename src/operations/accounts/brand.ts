// Whitelabel services: whose pages are branded by their account's logo and colour, and how an account gets them.
import { AppError } from '../../errors.ts';
import { type ImageMediaType, imageTypeOf } from '../../pass/image-type.ts';
import { colour } from '../../pass/shapes.ts';
import type { Account, AccountChange, Logo } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';
import { keepPicture, urlOfImage } from '../images.ts';
import { requireAccountByEmail } from './accounts.ts';

/** How the pages of an account are branded. */
export interface Brand {
  /** Whether pages say what made them. */
  readonly named: boolean;
  /** `rgb(...)`; null: the pages' own. */
  readonly background: string | null;
  readonly logo: BrandLogo | null;
}

export interface BrandLogo {
  /** Its path under the server's root. */
  readonly path: string;
  /** In pixels of the image. */
  readonly width: number;
  readonly height: number;
  /** Whose it is, for whoever does not see it. */
  readonly name: string;
}

/** Pages of nobody in particular. */
export const NO_BRAND: Brand = { named: true, background: null, logo: null };

/** A whitelabelled account's pages are its own; logo and colour are for these alone, as the guide says. */
export function brandOf(context: Pick<Context, 'settings'>, account: Account): Brand {
  const { whitelabel, backgroundColor, logo, name } = account;
  if (!whitelabel) return NO_BRAND;
  return {
    named: false,
    background: colour(backgroundColor ?? ''),
    logo: logo && {
      path: new URL(urlOfImage(context, logo.imageHash)).pathname,
      width: logo.width,
      height: logo.height,
      name,
    },
  };
}

export interface BrandInput {
  /** The image's bytes; null: none any more; absent: as it is. */
  readonly logo?: Uint8Array | null;
  /** A colour as templates have them; null: none any more; absent: as it is. */
  readonly color?: string | null;
  readonly whitelabel: boolean;
}

/** Fails with `account_not_found`, `parameter_invalid` (color), `image_invalid` and `image_too_large` (logo). */
export async function brandAccount(context: Context, email: string, input: BrandInput): Promise<Account> {
  const account = await requireAccountByEmail(context, email);
  const { logo, color, whitelabel } = input;
  const change: AccountChange = {
    whitelabel,
    ...(color === undefined ? {} : { backgroundColor: color === null ? null : requireColour(color) }),
    ...(logo === undefined ? {} : { logo: logo === null ? null : await keepLogo(context, logo) }),
  };
  return context.store.changeAccount(account.id, change);
}

function requireColour(given: string): string {
  const known = colour(given);
  if (known !== null) return known;
  const message = `"${given}" is not a colour. Give one such as "#003366" or "rgb(0, 51, 102)".`;
  throw new AppError('parameter_invalid', { field: 'color', message });
}

const LOGO_TYPES: readonly (ImageMediaType | null)[] = ['image/png', 'image/jpeg', 'image/webp'];

/** What it is, is found by reading it, whatever the file is called. */
async function keepLogo(context: Context, bytes: Uint8Array): Promise<Logo> {
  if (!LOGO_TYPES.includes(imageTypeOf(bytes))) {
    throw new AppError('image_invalid', { field: 'logo', message: 'logo: give a PNG, JPEG or WebP file.' });
  }
  const { hash, width, height } = await keepPicture(context, bytes, 'logo', { slot: null, vector: false });
  return { imageHash: hash, width, height };
}
