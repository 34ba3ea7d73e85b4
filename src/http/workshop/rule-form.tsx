// Serves the form of one rule: opened, sent by any of its buttons, and asked for again by its script.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { type OpenRule, openRule, pressRule, type RuleOrigin, saveRule } from '../../operations/templates/edit-rule.ts';
import { buttonNamed } from '../../rules/sentences/rule-form.ts';
import { homeName } from '../../rules/triggers/rule-homes.ts';
import { RuleFormPage, type RuleFormProps, RuleInner } from '../../ui/workshop/rule-edit.tsx';
import { VALUE_MENU_SCRIPT } from '../../ui/workshop/value-menu.tsx';
import { answerPart, textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { answerCard, CARD, cardAddress, LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { textIn } from './form-texts.ts';
import { ruleFormIn } from './rule-fields.ts';
import { forRight } from './signed-in.tsx';

/** The rules of an event, or of steps with a name. */
export const HOME = ':home{on[A-Za-z]+|steps\\.[^/]+}';
export const NUMBER = ':number{[1-9][0-9]{0,3}}';

export function ruleFormRoutes(context: Context): Hono {
  const app = new Hono();

  for (const path of [`${CARD}/rules/${HOME}/new`, `${CARD}/rules/${HOME}/${NUMBER}`]) {
    app.get(
      path,
      forRight(context, 'rules', async (c, caller) => {
        const copyOf = c.req.query('copy') ?? null;
        const origin = originIn(c, copyOf);
        const rule = await openRule(context, caller, cardIn(c), origin, textsOf(c).sentences);
        return answer(context, c, caller, rule);
      }),
    );
    app.post(
      path,
      forRight(context, 'rules', async (c, caller) => {
        const parameters = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
        const button = buttonNamed(textIn(parameters, 'do'));
        const { sentences } = textsOf(c);
        const [origin, sent] = [originIn(c, copyIn(parameters)), sentIn(c, parameters)];
        if (button !== null) {
          const rule = await pressRule(context, caller, cardIn(c), origin, sent, button, sentences);
          return answer(context, c, caller, rule);
        }
        const saved = await saveRule(context, caller, cardIn(c), origin, sent, sentences);
        if (saved.kind === 'faulty') return answer(context, c, caller, saved.shown, saved.error ?? 'faulty');
        const { rule, joined } = saved.edited;
        const said = new URLSearchParams({ done: 'saved', ...(joined ? { joined: 'true' } : {}) });
        const at = rule === null ? '' : `#${homeName(rule.home)}-${rule.number}`;
        return c.redirect(`../../rules?${said}${at}`, 303);
      }),
    );
    app.post(
      `${path}/preview`,
      forRight(context, 'rules', async (c, caller) => {
        const parameters = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
        const button = buttonNamed(textIn(parameters, 'do')) ?? { kind: 'show' };
        const [origin, sent] = [originIn(c, copyIn(parameters)), sentIn(c, parameters)];
        const rule = await pressRule(context, caller, cardIn(c), origin, sent, button, textsOf(c).sentences);
        return answerPart(c, <RuleInner {...propsOf(context, c, rule)} />);
      }),
    );
  }
  return app;
}

function cardIn(c: HonoContext): string {
  return c.req.param('card') ?? '';
}

function originIn(c: HonoContext, copyOf: string | null): RuleOrigin {
  const number = c.req.param('number');
  return { home: c.req.param('home') ?? '', number: number === undefined ? null : Number(number), copyOf };
}

function copyIn(parameters: Parameters): string | null {
  return textIn(parameters, 'copy') || null;
}

function sentIn(c: HonoContext, parameters: Parameters) {
  const form = ruleFormIn(parameters);
  const home = form.home || (c.req.param('home') ?? '');
  return { form: { ...form, home }, revision: textIn(parameters, 'revision'), mark: textIn(parameters, 'mark') };
}

function propsOf(context: Context, c: HonoContext, rule: OpenRule): RuleFormProps {
  const back = `${cardAddress(context, rule.open.snapshot.template)}/rules`;
  const { home, number } = rule.origin;
  const action = `${back}/${encodeURIComponent(home)}/${number ?? 'new'}`;
  return { rule, texts: textsOf(c), action, preview: `${action}/preview`, back, problem: null, isRefused: false };
}

/** `fault`: why nothing was saved. */
async function answer(
  context: Context,
  c: HonoContext,
  caller: Caller,
  rule: OpenRule,
  fault: AppError | 'faulty' | null = null,
): Promise<Response> {
  const { rules: words } = textsOf(c);
  const who = fault instanceof AppError ? fault.beside.who : null;
  const problem = fault instanceof AppError ? (typeof who === 'string' ? words.changedBy(who) : words.changed) : null;
  const { number } = rule.origin;
  return answerCard(context, c, caller, rule.open.snapshot, {
    tab: 'rules',
    title: number === null ? words.newTitle : `${words.editTitle} ${number}`,
    status: fault === null ? 200 : fault === 'faulty' ? 400 : pageStatus(fault),
    policy: LIVE_POLICY,
    // The text of a condition may come later, at a button.
    head: await moduleScripts(context, ['workshop/rule-form.js', 'workshop/condition.js', VALUE_MENU_SCRIPT]),
    body: <RuleFormPage {...propsOf(context, c, rule)} problem={problem} isRefused={fault !== null} />,
  });
}
