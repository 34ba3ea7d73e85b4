// Answers a page that edits the draft of a card: beside it stands the card as the draft has it.
import type { Context as HonoContext } from 'hono';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { drawnOrNull, viewProgram } from '../../operations/files/view-template.ts';
import { compiled } from '../../operations/templates/compiled.ts';
import type { OpenDraft } from '../../operations/templates/drafts.ts';
import { PassCard } from '../../ui/pass-card.tsx';
import { textsOf } from '../frame.tsx';
import { answerCard, type CardPage } from './card-page.tsx';

export async function answerDraft(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { snapshot, draft, passConstructor }: OpenDraft,
  page: CardPage,
): Promise<Response> {
  if (draft === null) return answerCard(context, c, caller, snapshot, page);
  const { program } = await compiled(passConstructor);
  const view = await drawnOrNull(viewProgram(context, snapshot, program, null));
  // A draft that cannot be drawn leaves the card as customers have it.
  const drawing = view === null ? {} : { drawing: <PassCard view={view} texts={textsOf(c)} /> };
  return answerCard(context, c, caller, snapshot, { ...page, ...drawing });
}
