// Answers a page of one card: the card's frame inside the shell.
import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import type { Right } from '../../operations/access/roles.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { viewTemplate } from '../../operations/files/view-template.ts';
import { draftNotice } from '../../operations/templates/draft-notice.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import { PassCard } from '../../ui/pass-card.tsx';
import { CARD_TABS, CardFrame, type CardTab } from '../../ui/workshop/card-frame.tsx';
import { PublishBar } from '../../ui/workshop/publish-bar.tsx';
import { scriptPath } from '../browser-files.ts';
import { textsOf } from '../frame.tsx';
import { pagePolicy } from '../page-policy.ts';
import { basePath } from '../pages/assets.ts';
import { authorNames } from './author-name.ts';
import { answerWorkshop, pagePath, type WorkshopPage } from './signed-in.tsx';

/** The address of a card's pages in routes: other pages below /cards have shorter names. */
export const CARD = '/cards/:card{[^/]{8,}}';

/** The address of a card's pages in links. */
export function cardAddress(context: Context, { hash }: Template): string {
  return pagePath(context, `/cards/${hash}`);
}

/** The policy of a page whose script asks the server how a push gets on. */
export const LIVE_POLICY = pagePolicy({ 'connect-src': "'self'" });

/** The head of a page that runs these modules. */
export async function moduleScripts(context: Context, names: readonly string[]): Promise<Child> {
  const paths = await Promise.all(names.map((name) => scriptPath(context.settings.rootUrl, name)));
  return (
    <>
      {paths.map((path) => (
        <script key={path} type="module" src={path} />
      ))}
    </>
  );
}

/** The right that each page of a card asks for. */
const RIGHT_OF: Readonly<Record<CardTab, Right>> = {
  overview: 'see',
  design: 'rules',
  rules: 'rules',
  try: 'see',
  send: 'send',
  news: 'news',
  customers: 'find',
  versions: 'rules',
  code: 'rules',
};

export interface CardPage extends Pick<WorkshopPage, 'status' | 'head' | 'policy'> {
  readonly tab: CardTab;
  /** What the page is about, before the card's name in the title; absent: the tab's name. */
  readonly title?: string;
  /** In place of the card as customers have it, which is drawn otherwise. */
  readonly drawing?: Child;
  readonly body: Child;
  /** The page itself says what the bar of the draft would say. */
  readonly isAboutDraft?: boolean;
}

export async function answerCard(
  context: Context,
  c: HonoContext,
  caller: Caller,
  snapshot: TemplateSnapshot,
  { tab, title, drawing, body, isAboutDraft = false, ...page }: CardPage,
): Promise<Response> {
  const texts = textsOf(c);
  const { template } = snapshot;
  return answerWorkshop(context, c, caller, {
    ...page,
    place: 'cards',
    title: `${title ?? texts.shell.tabs[tab]} · ${template.name}`,
    body: (
      <CardFrame
        base={basePath(context.settings.rootUrl)}
        texts={texts}
        card={template}
        drawing={drawing ?? <PassCard view={await viewTemplate(context, snapshot)} texts={texts} />}
        tab={tab}
        tabs={CARD_TABS.map(({ name }) => name).filter((name) => mayDo(caller, RIGHT_OF[name]))}
        bar={isAboutDraft ? null : await barOf(context, c, caller, snapshot)}
      >
        {body}
      </CardFrame>
    ),
  });
}

/** The bar of the card's draft. */
async function barOf(
  context: Context,
  c: HonoContext,
  caller: Caller,
  snapshot: TemplateSnapshot,
): Promise<Child | null> {
  if (!mayDo(caller, 'rules')) return null;
  const texts = textsOf(c);
  const notice = await draftNotice(context, snapshot, texts);
  if (notice === null) return null;
  const address = cardAddress(context, snapshot.template);
  const nameOf = authorNames(texts, caller.email);
  return <PublishBar {...{ address, texts, notice, nameOf }} zone={zoneOf(snapshot.owner)} />;
}
