// The script of buttons that copy a text, for the head of the pages that have some.
import type { Context } from '../../operations/context.ts';
import { scriptPath } from '../browser-files.ts';

export async function copyScript(context: Pick<Context, 'settings'>) {
  const path = await scriptPath(context.settings.rootUrl, 'workshop/copy.js');
  return <script type="module" src={path} />;
}
