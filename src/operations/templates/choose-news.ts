// Lets an owner choose which text of a card is its news, as the guide's tutorial does by hand: the
// field's path goes into psPortalUpdatePaths, and its changeMessage becomes `%@`.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { type Location, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type TemplateValue, withTemplateValues } from '../../rules/templates/write-template.ts';
import { toText } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { requireChangeable } from './issue-gate.ts';
import { labelOf, newsLocations } from './news.ts';
import { compileConstructor } from './save-template.ts';

/** A text that may become the news. */
export interface NewsChoice {
  readonly path: string;
  readonly label: string;
  readonly text: string;
}

/** The texts of a card's back, in their order, without those that show one holder's values. */
export async function newsChoices(context: Context, { template }: TemplateSnapshot): Promise<readonly NewsChoice[]> {
  const program = await context.programs.load(template);
  return backTexts(program).map((location) => {
    return { path: location.path, label: labelOf(program, location), text: toText(location.value) };
  });
}

function backTexts({ locations }: Program): readonly Location[] {
  return [...locations.values()].filter(
    (each) => isValue(each) && each.steps[1] === 'backFields' && !toText(each.value).includes('{'),
  );
}

function isValue({ steps }: Location): boolean {
  return steps.length === 4 && steps[0] === 'structure' && steps[3] === 'value';
}

/**
 * Adds a text to the card's news, and lets lock screens say it. For a text that is among the news
 * already, only the latter. Fails with the codes of requireCard, `parameter_invalid` for a path that
 * is neither of newsChoices nor among the news, or when somebody else saved the card meanwhile,
 * `issue_final`, `template_invalid`.
 */
export async function chooseNews(context: Context, caller: Caller, templateHash: string, path: string): Promise<void> {
  const snapshot = await requireCard(context, caller, 'rules', templateHash);
  const { template } = snapshot;
  const program = await context.programs.load(template);
  const { locations } = newsLocations(context, program, snapshot);
  const chosen = [...locations.filter(isValue), ...backTexts(program)].find((location) => location.path === path);
  if (chosen === undefined) {
    const message = 'Choose one of the texts on the back of the card.';
    throw new AppError('parameter_invalid', { field: 'path', message });
  }
  const paths = [...new Set([...locations.map((location) => location.path), path])].join(',');
  const changeMessage = locate(program, [...chosen.steps.slice(0, 3), 'changeMessage'].join('_'))!;
  const values: TemplateValue[] = [{ location: locate(program, 'psPortalUpdatePaths')!, value: paths }];
  if (toText(changeMessage.value) === '') values.push({ location: changeMessage, value: '%@' });
  const { passConstructor } = compileConstructor(withTemplateValues(program.passConstructor, values));
  const { result: isWritten } = await context.store.changeTemplate(template.hash, context.clock.now(), (current) => {
    if (current.issue !== null) requireChangeable(current.issue.template);
    if (current.template.version !== template.version) return { result: false };
    return { passConstructor, author: caller.email, result: true };
  });
  if (!isWritten) {
    const message = 'Somebody else saved this card at the same moment, so nothing was chosen. Choose again.';
    throw new AppError('parameter_invalid', { field: 'path', message });
  }
  await recordAct(context, caller, { what: 'card.choose_news', subject: template.name, after: path });
}
