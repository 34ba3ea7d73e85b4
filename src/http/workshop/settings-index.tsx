// Serves /settings: what the person may set, by the role.
import { Hono } from 'hono';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import type { Right } from '../../operations/access/roles.ts';
import type { Context } from '../../operations/context.ts';
import { type SettingsEntry, SettingsIndex } from '../../ui/workshop/settings-index.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { answerWorkshop, forRight } from './signed-in.tsx';

/** In the order of the page. `isOfOperator`: only for the account that runs the server. */
const ENTRIES: readonly { readonly name: SettingsEntry; readonly right: Right; readonly isOfOperator?: true }[] = [
  { name: 'certificate', right: 'certificate' },
  { name: 'google', right: 'certificate' },
  { name: 'look', right: 'look' },
  { name: 'mail', right: 'mail' },
  { name: 'account', right: 'people' },
  { name: 'people', right: 'people' },
  { name: 'me', right: 'find' },
  { name: 'keys', right: 'keys' },
  { name: 'webhooks', right: 'keys' },
  { name: 'audit', right: 'people' },
  { name: 'server', right: 'server', isOfOperator: true },
];

export function settingsIndexRoutes(context: Context): Hono {
  const app = new Hono();
  app.get(
    '/settings',
    forRight(context, 'find', (c, caller) => {
      const texts = textsOf(c).settings;
      const base = basePath(context.settings.rootUrl);
      return answerWorkshop(context, c, caller, {
        place: 'settings',
        title: texts.title,
        body: <SettingsIndex base={base} texts={texts} entries={entriesFor(caller)} />,
      });
    }),
  );
  return app;
}

function entriesFor(caller: Caller): readonly SettingsEntry[] {
  const may = ENTRIES.filter(
    ({ right, isOfOperator = false }) => mayDo(caller, right) && (!isOfOperator || caller.account.isOperator),
  );
  return may.map(({ name }) => name);
}
