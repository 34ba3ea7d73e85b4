// The frame of every page of one card: its drawing at the side, its name, its state and its tabs.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Texts } from '../texts/en/index.ts';

export const CARD_TABS = [
  { name: 'overview', path: '' },
  { name: 'design', path: '/design' },
  { name: 'rules', path: '/rules' },
  { name: 'try', path: '/try' },
  { name: 'send', path: '/send' },
  { name: 'news', path: '/news' },
  { name: 'customers', path: '/customers' },
  { name: 'versions', path: '/versions' },
  { name: 'code', path: '/code' },
] as const;

export type CardTab = (typeof CARD_TABS)[number]['name'];

interface CardFrameProps {
  readonly base: string;
  readonly texts: Texts;
  readonly card: { readonly hash: string; readonly name: string; readonly triggersPaused: boolean };
  /** The drawn card, or what a page shows in its place. */
  readonly drawing: Child;
  readonly tab: CardTab;
  /** The tabs that the person may open. */
  readonly tabs: readonly CardTab[];
  /** The bar of the card's draft; null: there is no draft, or the person may not publish. */
  readonly bar: Child | null;
}

export function CardFrame(props: PropsWithChildren<CardFrameProps>) {
  const { base, texts, card, drawing, tab, tabs, bar, children } = props;
  const address = `${base}/cards/${card.hash}`;
  return (
    <div class="ofCard">
      <header class="ofCardHead">
        <h1 dir="auto">{card.name}</h1>
        {card.triggersPaused && <p class="badge">{texts.shell.paused}</p>}
        <nav class="tabs" aria-label={texts.shell.cardNavigation}>
          <ul>
            {CARD_TABS.filter(({ name }) => tabs.includes(name)).map(({ name, path }) => (
              <li key={name}>
                <a href={address + path} aria-current={name === tab ? 'page' : undefined}>
                  {texts.shell.tabs[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {bar}
      </header>
      <aside class="ofCardDrawing">{drawing}</aside>
      <div class="ofCardBody">{children}</div>
    </div>
  );
}
