// Says that passes carry the development certificate: to holders on the page of a pass, to owners with what to do.
import type { Texts } from './texts/en/index.ts';

export function TestPass({ texts }: { texts: Texts['certificate'] }) {
  return (
    <div class="panel testPass">
      <p>
        <strong>{texts.testPass}</strong>
      </p>
      <p>{texts.testPassText}</p>
    </div>
  );
}

interface TestPassesProps {
  readonly texts: Texts['certificate'];
  /** The account's e-mail address, for the commands; null: the page does not name what made it. */
  readonly account: string | null;
}

export function TestPasses({ texts, account }: TestPassesProps) {
  return (
    <section class="panel testPass" aria-labelledby="test-passes">
      <h2 id="test-passes">{texts.testPasses}</h2>
      <p>{texts.testPassesText}</p>
      {account === null ? (
        <p>{texts.askOperator}</p>
      ) : (
        <details>
          <summary>{texts.how}</summary>
          <p>{texts.request}</p>
          <code>npx passwright certificate csr --account {account} --out pass.certSigningRequest</code>
          <p>{texts.import}</p>
          <code>npx passwright certificate import pass.cer --account {account}</code>
        </details>
      )}
    </section>
  );
}
