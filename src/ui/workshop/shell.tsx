// The frame of the owner's pages: navigation, the strip of an account without a certificate, and the
// account's menu. A rail at the side on desktops, a bar at the bottom on phones.
import type { PropsWithChildren } from 'hono/jsx';
import type { Brand } from '../../operations/accounts/brand.ts';
import type { DashboardLink } from '../../operations/accounts/dashboard-links.ts';
import { brandColours } from '../pass-colours.ts';
import type { Texts } from '../texts/en/index.ts';
import { PLACES, type Place } from './places.ts';
import { ShellIcon } from './shell-icons.tsx';

interface ShellProps {
  readonly base: string;
  readonly texts: Texts['shell'];
  readonly place: Place;
  /** The entries that the person may open. */
  readonly places: readonly Place[];
  /** The account's name. */
  readonly name: string;
  /** Who is logged in. */
  readonly email: string;
  readonly brand: Brand;
  readonly needsCertificate: boolean;
  /** Whether the person may set up the certificate. */
  readonly maySetUp: boolean;
  readonly links: readonly DashboardLink[];
}

export function Shell(props: PropsWithChildren<ShellProps>) {
  const { base, texts, place, places, name, email, brand, needsCertificate, maySetUp, links, children } = props;
  const { background, logo } = brand;
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <nav
        class={background === null ? 'rail' : 'rail isBranded'}
        style={background === null ? undefined : brandColours(background)}
        aria-label={texts.navigation}
      >
        <p class="railName" dir="auto">
          {logo === null ? <RailName name={name} /> : <img src={logo.path} alt={logo.name} {...railSize(logo)} />}
        </p>
        <ul>
          {PLACES.filter((each) => places.includes(each.name)).map(({ name: each, path }) => (
            <li key={each}>
              <a href={`${base}${path}`} aria-current={each === place ? 'page' : undefined}>
                <ShellIcon name={each} />
                <span>{texts.places[each]}</span>
              </a>
            </li>
          ))}
        </ul>
        {links.length > 0 && <Links links={links} label={texts.more} />}
      </nav>
      <div class="stage">
        {needsCertificate && (
          <p class="certificateStrip">
            <span class="long">{texts.noCertificate}</span>
            <span class="short">{texts.noCertificateShort}</span>
            {maySetUp && (
              <a href={`${base}/settings/certificate`} class="button plain">
                {texts.setUp}
              </a>
            )}
          </p>
        )}
        {/* On a phone the bar at the bottom has no room for it. */}
        {logo !== null && (
          <p class="topLogo">
            <img src={logo.path} alt={logo.name} {...railSize(logo)} />
          </p>
        )}
        <main id="content" class="content" tabindex={-1}>
          {children}
        </main>
        <footer class="who">
          {/* On a phone the bar has no room for them. */}
          {links.length > 0 && <Links links={links} label={texts.more} />}
          <form method="post" action={`${base}/logout`}>
            <span class="quiet">{email}</span>
            <a href={`${base}/help`} class="button text">
              {texts.help}
            </a>
            <button type="submit" class="button text">
              {texts.logOut}
            </button>
          </form>
        </footer>
      </div>
    </div>
  );
}

/** The account's name; one that is an e-mail address breaks before its @, not within a word. */
function RailName({ name }: { readonly name: string }) {
  const [first, ...more] = name.split('@');
  return (
    <>
      {first}
      {more.map((part) => (
        <>
          <wbr />@{part}
        </>
      ))}
    </>
  );
}

function Links({ links, label }: { links: readonly DashboardLink[]; label: string }) {
  return (
    <ul class="more" aria-label={label}>
      {links.map(({ label, href }) => (
        <li key={label}>
          <a href={href} dir="auto">
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The room for a logo in the rail, in CSS pixels; states the size so that nothing moves. */
const LOGO = { width: 176, height: 48 };

function railSize({ width, height }: { readonly width: number; readonly height: number }) {
  const scale = Math.min(1, LOGO.width / width, LOGO.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
