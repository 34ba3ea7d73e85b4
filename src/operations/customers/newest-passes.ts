// The passes of a card that were made last, as the customers whom its owner may try something on.
import type { Pass } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Context } from '../context.ts';

/** At most `count`, newest first. The caller checks the access. */
export async function newestPasses(
  { store }: Pick<Context, 'store'>,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
  count: number,
): Promise<readonly Pass[]> {
  const { rows } = await store.customers({
    accountId: owner.id,
    templateId: template.id,
    words: [],
    onPhone: null,
    visit: null,
    after: null,
    count,
  });
  return rows.map(({ pass }) => pass);
}
