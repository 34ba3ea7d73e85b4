// Names who changed a card: oneself, a person by the e-mail address, or what acted for the account.
import { COMMAND_LINE } from '../../operations/access/caller.ts';
import type { Texts } from '../../ui/texts/en/index.ts';

/** The name of an author as it stands behind "by"; `you`: the address of whoever reads the page. */
export function authorNames({ versions: words }: Texts, you: string): (author: string | null) => string {
  return (author) => {
    if (author === null) return words.somebody;
    if (author === you) return words.you;
    return author === COMMAND_LINE ? words.commandLine : author;
  };
}
