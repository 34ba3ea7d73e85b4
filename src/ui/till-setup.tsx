// The page that a new till opens: says what the device becomes, with the button that makes it so.
import type { ListedTill } from '../operations/tills/tills.ts';
import type { Texts } from './texts/en/index.ts';

interface TillSetupProps {
  readonly texts: Texts['tills'];
  readonly till: Pick<ListedTill, 'name'>;
  /** The name of the till's account. */
  readonly account: string;
  /** The e-mail address of whoever is logged in on the device; null: nobody. */
  readonly person: string | null;
  readonly action: string;
}

export function TillSetupPage({ texts, till, account, person, action }: TillSetupProps) {
  return (
    <main class="narrow">
      <section class="panel stack">
        <h1 dir="auto">{texts.setupTitle(till.name)}</h1>
        <p dir="auto">{texts.setupText(account)}</p>
        {person !== null && <p>{texts.setupLogsOut(person)}</p>}
        <form method="post" action={action}>
          <button type="submit" class="button">
            {texts.setupHere}
          </button>
        </form>
      </section>
    </main>
  );
}
