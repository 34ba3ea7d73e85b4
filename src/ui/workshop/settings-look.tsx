// The page of an account's look: logo, colour, and whether pages show them.
import type { Texts } from '../texts/en/index.ts';
import { Entry, type Fault, SettingsFrame, Tick } from './settings-parts.tsx';

interface LookProps {
  readonly base: string;
  readonly texts: Texts;
  /** What is typed, else what is stored: a colour for an input of the type color; empty for none. */
  readonly color: string;
  readonly whitelabel: boolean;
  readonly logo: { readonly path: string; readonly width: number; readonly height: number } | null;
  /** A style attribute with the stored colour; null: none. */
  readonly colours: string | null;
  readonly name: string;
  readonly notice: string | null;
  readonly fault: Fault | null;
}

/** What a colour input shows when there is no colour yet. */
const FIRST_COLOR = '#0b57d0';

export function LookPage(props: LookProps) {
  const { base, texts: all, color, whitelabel, logo, colours, name, notice, fault } = props;
  const texts = all.settingsAccount;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.look} notice={notice} fault={fault}>
      <p>{texts.lookText}</p>
      {(logo !== null || colours !== null) && (
        <section aria-labelledby="sample">
          <h2 id="sample">{texts.preview}</h2>
          <div class="brandSample" style={colours ?? undefined}>
            {logo === null ? (
              <strong dir="auto">{name}</strong>
            ) : (
              <img src={logo.path} alt={name} {...sampleSize(logo)} />
            )}
          </div>
        </section>
      )}
      <form method="post" action={`${base}/settings/look`} enctype="multipart/form-data" class="form">
        <Entry
          name="logo"
          label={`${texts.logo} (${all.settings.optional})`}
          hint={texts.logoHint}
          fault={fault}
          control={(attributes) => <input {...attributes} type="file" accept="image/png,image/jpeg,image/webp" />}
        />
        {logo !== null && <Tick name="noLogo" label={texts.removeLogo} isTicked={false} />}
        <Entry
          name="color"
          label={texts.color}
          fault={fault}
          control={(attributes) => <input {...attributes} type="color" value={color === '' ? FIRST_COLOR : color} />}
        />
        {/* Who chose a colour wants it, also with the tick below still there. */}
        <input type="hidden" name="shownColor" value={color === '' ? FIRST_COLOR : color} />
        <Tick name="noColor" label={texts.noColor} isTicked={color === ''} />
        <Tick name="whitelabel" label={texts.whitelabel} isTicked={whitelabel} />
        <button type="submit" class="button">
          {all.settings.save}
        </button>
      </form>
    </SettingsFrame>
  );
}

/** The room for the logo, in CSS pixels. */
const ROOM = { width: 240, height: 56 };

function sampleSize({ width, height }: { readonly width: number; readonly height: number }) {
  const scale = Math.min(1, ROOM.width / width, ROOM.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
