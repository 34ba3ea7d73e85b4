// Brands the pages of whitelabel services: whose logo and colour a page shows, and how an account
// gets them.
import { AppError } from '../../errors.ts';
import { colour } from '../../pass/colour.ts';
import { type ImageMediaType, imageTypeOf } from '../../pass/image-type.ts';
import type { Account, AccountChange, Logo } from '../../ports/store/accounts.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { keepPicture, urlOfImage } from '../images.ts';
import { recordAct } from './audit.ts';
import { mistake } from './mistake.ts';

/** How the pages of an account are branded. */
export interface Brand {
  /** Whether pages say which software made them. */
  readonly named: boolean;
  /** `rgb(...)`; null: the pages' own colour. */
  readonly background: string | null;
  readonly logo: BrandLogo | null;
}

export interface BrandLogo {
  /** The image's path under the server's root. */
  readonly path: string;
  /** Width and height in pixels of the image. */
  readonly width: number;
  readonly height: number;
  /** Whose logo it is, for people who cannot see it. */
  readonly name: string;
}

/** The brand of pages that belong to no account. */
export const NO_BRAND: Brand = { named: true, background: null, logo: null };

/** Only a whitelabelled account's pages show its logo and colour, as the guide says. */
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
  /** The image's bytes; null removes the logo; absent leaves it. */
  readonly logo?: Uint8Array | null;
  /** A colour as templates have them; null removes the colour; absent leaves it. */
  readonly color?: string | null;
  readonly whitelabel: boolean;
}

/**
 * Fails with `role_forbidden`, `parameter_invalid` (color), `image_invalid` and `image_too_large`
 * (logo).
 */
export async function brandAccount(context: Context, caller: Caller, input: BrandInput): Promise<Account> {
  const account = requireRight(context, caller, 'look');
  const { logo, color, whitelabel } = input;
  const change: AccountChange = {
    whitelabel,
    ...(color === undefined ? {} : { backgroundColor: color === null ? null : requireColour(color) }),
    ...(logo === undefined ? {} : { logo: logo === null ? null : await keepLogo(context, logo) }),
  };
  const changed = await context.store.changeAccount(account.id, change);
  const looks = ({ whitelabel, backgroundColor, logo }: Account) => ({
    whitelabel,
    backgroundColor,
    logo: logo?.imageHash ?? null,
  });
  await recordAct(context, caller, {
    what: 'account.look',
    subject: account.email,
    before: looks(account),
    after: looks(changed),
  });
  return changed;
}

function requireColour(given: string): string {
  const known = colour(given);
  if (known !== null) return known;
  const message = `"${given}" is not a colour. Give one such as "#003366" or "rgb(0, 51, 102)".`;
  throw mistake('color', 'color_wrong', message);
}

/** The formats that the command's help names. The store keeps a PNG, whichever of them a logo is. */
const LOGO_TYPES: readonly (ImageMediaType | null)[] = ['image/png', 'image/jpeg', 'image/webp'];

/** Reads the bytes to find the format, whatever the file's name says. */
async function keepLogo(context: Context, bytes: Uint8Array): Promise<Logo> {
  if (!LOGO_TYPES.includes(imageTypeOf(bytes))) {
    const beside = { mistake: 'logo_wrong', details: [] };
    throw new AppError('image_invalid', { field: 'logo', message: 'logo: give a PNG, JPEG or WebP file.', beside });
  }
  const { hash, width, height } = await keepPicture(context, bytes, 'logo', { slot: null, vector: false });
  return { imageHash: hash, width, height };
}
