// Serves /settings/audit: the log of acts, page by page and as a spreadsheet.
import { Hono } from 'hono';
import { COMMAND_LINE } from '../../operations/access/caller.ts';
import { ROLES } from '../../operations/access/roles.ts';
import { AUDIT_COLUMNS, auditPage, auditRows } from '../../operations/accounts/audit-log.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { isArray, isObject, type JsonValue } from '../../rules/values/values.ts';
import type { Texts } from '../../ui/texts/en/index.ts';
import { AuditLogPage } from '../../ui/workshop/audit.tsx';
import { csvStream } from '../csv.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { answerWorkshop, forRight } from './signed-in.tsx';

export function auditRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  app.get(
    '/settings/audit',
    forRight(context, 'people', async (c, caller) => {
      const texts = textsOf(c);
      const given = c.req.query('before') ?? '';
      const before = /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null;
      const { entries, next } = await auditPage(context, caller, before);
      const acts = entries.map((act) => ({
        act,
        isCommand: act.who === COMMAND_LINE,
        before: shownText(act.before, texts),
        after: shownText(act.after, texts),
      }));
      const body = <AuditLogPage base={base} texts={texts} acts={acts} next={next} zone={zoneOf(caller.account)} />;
      return answerWorkshop(context, c, caller, { place: 'settings', title: texts.audit.title, body });
    }),
  );

  app.get(
    '/settings/audit/export.csv',
    forRight(context, 'people', (c, caller) =>
      c.body(csvStream(AUDIT_COLUMNS, auditRows(context, caller)), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="log-of-acts.csv"',
        'cache-control': 'private, no-store',
      }),
    ),
  );
  return app;
}

/** A value in words: "" for none, the parts of a list or an object with commas between them. */
function shownText(value: JsonValue, texts: Texts): string {
  const { yes, no, fields } = texts.audit;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? yes : no;
  if (isArray(value)) return value.map((each) => shownText(each, texts)).join(', ');
  if (isObject(value)) {
    const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '');
    return parts.map(([name, part]) => `${fields[name] ?? shownPath(name)}: ${shownText(part, texts)}`).join(', ');
  }
  const role = ROLES.find((known) => known === value);
  return role === undefined ? shownPath(String(value)) : texts.people.roles[role];
}

/** The key of a field instead of the API path of its value; other texts as they are. */
function shownPath(text: string): string {
  return /^structure_[a-zA-Z]+Fields_(.+)_value$/.exec(text)?.[1] ?? text;
}
