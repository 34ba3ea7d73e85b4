// The page that gives a card away. Each way is a section of its own; other files add theirs.
import type { Child } from 'hono/jsx';
import type { GiveAway } from '../../operations/templates/give-away.ts';
import { barcodeImage } from '../barcode.ts';
import type { Texts } from '../texts/en/index.ts';
import { Copy } from './copy-button.tsx';

interface SendProps {
  readonly texts: Texts;
  readonly address: string;
  readonly give: GiveAway;
  /** Whether the form comes first. */
  readonly asksFirst: boolean;
  /** Whether a poster can show the card's name. */
  readonly isNameOnPoster: boolean;
  /** The sections of other ways, below the link for everybody. */
  readonly others: readonly Child[];
}

export function SendPage({ others, ...props }: SendProps) {
  return (
    <div class="stack">
      <OneLink {...props} />
      {others}
    </div>
  );
}

function OneLink({ texts: all, address, give, asksFirst, isNameOnPoster }: Omit<SendProps, 'others'>) {
  const { send: texts, overview } = all;
  const { link, formLink } = give;
  const shown = asksFirst && formLink !== null ? formLink : link;
  const query = shown === link ? '' : '?form=yes';
  const code = barcodeImage('PKBarcodeFormatQR', shown, 'utf-8');
  return (
    <section class="panel sendLink" aria-labelledby="one-link">
      <h2 id="one-link">{texts.title}</h2>
      <p>{texts.text}</p>
      {formLink === null ? (
        <p class="quiet">{texts.noForm}</p>
      ) : (
        <nav class="choices" aria-label={texts.ways}>
          <a href={`${address}/send`} aria-current={shown === link ? 'true' : undefined}>
            {texts.atOnce}
          </a>
          <a href={`${address}/send?form=yes`} aria-current={shown === link ? undefined : 'true'}>
            {texts.formFirst}
          </a>
        </nav>
      )}
      <h3>{texts.link}</h3>
      <Copy text={shown} label={overview.copy} done={overview.copied} />
      <p>
        <a href={shown} target="_blank" rel="noopener">
          {texts.open}
        </a>
      </p>
      <div class="codeAndPoster">
        <div>
          <h3>{texts.code}</h3>
          {code === null ? (
            <p>{texts.codeTooLong}</p>
          ) : (
            <>
              <p>{texts.codeText}</p>
              <p>
                <img src={code} alt={texts.codeAlt} width="160" height="160" class="qr" />
              </p>
              <p class="actions">
                <a href={`${address}/send/qr.png${query}`} class="button plain" download="">
                  {texts.png}
                </a>
                <a href={`${address}/send/qr.svg${query}`} class="button plain" download="">
                  {texts.svg}
                </a>
              </p>
            </>
          )}
        </div>
        {code !== null && (
          <div>
            <h3>{texts.poster}</h3>
            <p>{texts.posterText}</p>
            {!isNameOnPoster && <p>{texts.posterNameless}</p>}
            <p>
              <a href={`${address}/send/poster.pdf${query}`} class="button">
                {texts.posterButton}
              </a>
            </p>
          </div>
        )}
      </div>
    </section>
  );
}
