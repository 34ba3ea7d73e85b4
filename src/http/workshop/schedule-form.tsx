// Serves the form of one schedule: opened, sent by any of its buttons, and asked for again by its script;
// and the page that asks before a schedule is deleted.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import {
  deleteSchedule,
  type OpenSchedule,
  openSchedule,
  pressSchedule,
  type SentSchedule,
  saveSchedule,
} from '../../operations/schedules/edit-schedule.ts';
import { EMPTY_SCHEDULE, type ScheduleTexts } from '../../rules/schedules/schedule-form.ts';
import { buttonNamed } from '../../rules/sentences/rule-form.ts';
import {
  DeleteSchedule,
  ScheduleFormPage,
  type ScheduleFormProps,
  ScheduleInner,
} from '../../ui/workshop/schedule-form.tsx';
import { VALUE_MENU_SCRIPT } from '../../ui/workshop/value-menu.tsx';
import { answerPart, textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard, CARD, cardAddress, LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { textIn } from './form-texts.ts';
import { stepsFormIn } from './rule-fields.ts';
import { NUMBER } from './rule-form.tsx';
import { forRight, pagePath } from './signed-in.tsx';

const REVISION = z.object({ revision: shapes.text });

export function scheduleFormRoutes(context: Context): Hono {
  const app = new Hono();

  for (const path of [`${CARD}/schedules/new`, `${CARD}/schedules/${NUMBER}`]) {
    app.get(
      path,
      forRight(context, 'rules', async (c, caller) => {
        const schedule = await openSchedule(context, caller, cardIn(c), numberIn(c), textsOf(c).sentences);
        return answer(context, c, caller, schedule);
      }),
    );
    app.post(
      path,
      forRight(context, 'rules', async (c, caller) => {
        const parameters = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
        const button = buttonNamed(textIn(parameters, 'do'));
        const { sentences } = textsOf(c);
        const sent = sentIn(parameters);
        if (button !== null) {
          const schedule = await pressSchedule(context, caller, cardIn(c), numberIn(c), sent, button, sentences);
          return answer(context, c, caller, schedule);
        }
        const saved = await saveSchedule(context, caller, cardIn(c), numberIn(c), sent, sentences);
        if (saved.kind === 'faulty') return answer(context, c, caller, saved.shown, saved.error ?? 'faulty');
        return c.redirect(pagePath(context, `/cards/${cardIn(c)}/schedules?done=true`), 303);
      }),
    );
    app.post(
      `${path}/preview`,
      forRight(context, 'rules', async (c, caller) => {
        const parameters = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
        const button = buttonNamed(textIn(parameters, 'do')) ?? { kind: 'show' };
        const { sentences } = textsOf(c);
        const sent = sentIn(parameters);
        const schedule = await pressSchedule(context, caller, cardIn(c), numberIn(c), sent, button, sentences);
        return answerPart(c, <ScheduleInner {...propsOf(context, c, schedule)} />);
      }),
    );
  }

  app.get(
    `${CARD}/schedules/${NUMBER}/delete`,
    forRight(context, 'rules', async (c, caller) => {
      const texts = textsOf(c);
      const number = Number(c.req.param('number'));
      const { open, texts: typed } = await openSchedule(context, caller, cardIn(c), number, texts.sentences);
      const back = `${cardAddress(context, open.snapshot.template)}/schedules`;
      return answerCard(context, c, caller, open.snapshot, {
        tab: 'rules',
        title: texts.schedules.deleteTitle,
        body: (
          <DeleteSchedule
            name={typed.name === '' ? texts.schedules.unnamed(number) : typed.name}
            revision={open.revision}
            texts={texts}
            own={`${back}/${number}`}
            back={back}
          />
        ),
      });
    }),
  );

  app.post(
    `${CARD}/schedules/${NUMBER}/delete`,
    forRight(context, 'rules', async (c, caller) => {
      const { revision } = read(REVISION, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      await deleteSchedule(context, caller, cardIn(c), { revision, number: Number(c.req.param('number')) });
      return c.redirect(pagePath(context, `/cards/${cardIn(c)}/schedules?done=true`), 303);
    }),
  );
  return app;
}

function cardIn(c: HonoContext): string {
  return c.req.param('card') ?? '';
}

/** Null: a new schedule. */
function numberIn(c: HonoContext): number | null {
  const number = c.req.param('number');
  return number === undefined ? null : Number(number);
}

function sentIn(parameters: Parameters): SentSchedule {
  const texts = Object.fromEntries(
    Object.entries(EMPTY_SCHEDULE).map(([input, usual]) => {
      // Inputs of another kind are not sent. A box without its tick is not either.
      const isSent = Object.hasOwn(parameters, input) || input === 'yearly';
      return [input, isSent ? textIn(parameters, input) : usual];
    }),
  ) as unknown as ScheduleTexts;
  return {
    texts,
    form: stepsFormIn(parameters),
    revision: textIn(parameters, 'revision'),
    mark: textIn(parameters, 'mark'),
  };
}

function propsOf(context: Context, c: HonoContext, schedule: OpenSchedule): ScheduleFormProps {
  const back = `${cardAddress(context, schedule.open.snapshot.template)}/schedules`;
  const action = `${back}/${schedule.number ?? 'new'}`;
  return { schedule, texts: textsOf(c), action, preview: `${action}/preview`, back, problem: null, isRefused: false };
}

/** `fault`: why nothing was saved. */
async function answer(
  context: Context,
  c: HonoContext,
  caller: Caller,
  schedule: OpenSchedule,
  fault: AppError | 'faulty' | null = null,
): Promise<Response> {
  const { rules, schedules: words } = textsOf(c);
  const who = fault instanceof AppError ? fault.beside.who : null;
  const problem = fault instanceof AppError ? (typeof who === 'string' ? rules.changedBy(who) : rules.changed) : null;
  return answerCard(context, c, caller, schedule.open.snapshot, {
    tab: 'rules',
    title: schedule.number === null ? words.newTitle : words.editTitle,
    status: fault === null ? 200 : fault === 'faulty' ? 400 : pageStatus(fault),
    policy: LIVE_POLICY,
    // The text of a condition may come later, at a button.
    head: await moduleScripts(context, ['workshop/rule-form.js', 'workshop/condition.js', VALUE_MENU_SCRIPT]),
    body: <ScheduleFormPage {...propsOf(context, c, schedule)} problem={problem} isRefused={fault !== null} />,
  });
}
