// What there is to give a card away: links that anybody may open, each of which makes a pass of its
// own.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Context } from '../context.ts';

export interface GiveAway {
  /** Makes a pass at once. */
  readonly link: string;
  /** Asks the form's questions first; null: the card asks for nothing. */
  readonly formLink: string | null;
}

export async function giveAway(context: Context, { template }: TemplateSnapshot): Promise<GiveAway> {
  const { rootUrl } = context.settings;
  const { locations } = await context.programs.load(template);
  const asks = [...locations.values()].some(({ attribute }) => attribute?.editable === true);
  const query = `?templateHash=${template.hash}`;
  return {
    link: `${rootUrl}/pass/create.php${query}`,
    formLink: asks ? `${rootUrl}/pass/register.php${query}` : null,
  };
}
