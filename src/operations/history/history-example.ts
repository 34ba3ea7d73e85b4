// An example of a history for one card: its headings, and rows for passes that the card has.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { columnChoices } from '../batches/column-choices.ts';
import type { Context } from '../context.ts';

const ROWS = 3;
const DAY = 86_400_000;

export async function historyExample(
  context: Context,
  card: TemplateSnapshot,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const passes = await context.store.passesOf(card.template.id, { start: 0, count: ROWS });
  const [field] = (await columnChoices(context, card)).filter(({ path }) => !path.startsWith('images_'));
  const names = passes.length === 0 ? ['A1B2C3'] : passes.map(({ serialNumber }) => serialNumber);
  const now = context.clock.now();
  const dayBefore = (days: number) => new Date(now - days * DAY).toISOString().slice(0, 10);
  return {
    columns: ['serialNumber', 'time', 'event', ...(field === undefined ? [] : [field.path])],
    rows: names.map((name, index) => [
      name,
      dayBefore(30 - index),
      index === 0 ? 'register' : 'scan',
      ...(field === undefined ? [] : ['']),
    ]),
  };
}
