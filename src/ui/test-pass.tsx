// Says that a pass carries the development certificate.
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
