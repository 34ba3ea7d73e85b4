// Lets an owner choose which text of a card is its news, as the guide's tutorial does by hand: the
// field's path goes into psPortalUpdatePaths, and its changeMessage becomes `%@`.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type TemplateValue, withTemplateValues } from '../../rules/templates/write-template.ts';
import { toText } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { requireChangeable } from './issue-gate.ts';
import { compileConstructor } from './save-template.ts';

/** A text that may become the news. */
export interface NewsChoice {
  readonly path: string;
  readonly label: string;
  readonly text: string;
}

/** The texts of a card's back, in their order. */
export async function newsChoices(context: Context, { template }: TemplateSnapshot): Promise<readonly NewsChoice[]> {
  return choicesOf(await context.programs.load(template));
}

function choicesOf(program: Program): readonly NewsChoice[] {
  const backs = [...program.locations.values()].filter(
    ({ steps }) => steps.length === 4 && steps[0] === 'structure' && steps[1] === 'backFields' && steps[3] === 'value',
  );
  return backs.map(({ path, steps, value, attribute }) => {
    const label = toText(locate(program, [...steps.slice(0, 3), 'label'].join('_'))?.value);
    return { path, label: attribute?.label || label || path, text: toText(value) };
  });
}

/**
 * Fails with the codes of requireCard, `parameter_invalid` for a path that is none of newsChoices,
 * or when somebody else saved the card meanwhile, `issue_final`, `template_invalid`.
 */
export async function chooseNews(context: Context, caller: Caller, templateHash: string, path: string): Promise<void> {
  const { template } = await requireCard(context, caller, 'rules', templateHash);
  const program = await context.programs.load(template);
  if (!choicesOf(program).some((choice) => choice.path === path)) {
    const message = 'Choose one of the texts on the back of the card.';
    throw new AppError('parameter_invalid', { field: 'path', message });
  }
  const message = locate(program, path.replace(/_value$/, '_changeMessage'))!;
  const values: TemplateValue[] = [{ location: locate(program, 'psPortalUpdatePaths')!, value: path }];
  if (toText(message.value) === '') values.push({ location: message, value: '%@' });
  const { passConstructor } = compileConstructor(withTemplateValues(program.passConstructor, values));
  const { result: isWritten } = await context.store.changeTemplate(template.hash, context.clock.now(), (current) => {
    if (current.issue !== null) requireChangeable(current.issue.template);
    return current.template.version === template.version ? { passConstructor, result: true } : { result: false };
  });
  if (!isWritten) {
    const message = 'Somebody else saved this card at the same moment, so nothing was chosen. Choose again.';
    throw new AppError('parameter_invalid', { field: 'path', message });
  }
  await recordAct(context, caller, { what: 'card.choose_news', subject: template.name, after: path });
}
