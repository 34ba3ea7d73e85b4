// Asks for the passcode of a pass without showing anything of the pass.
import type { Texts } from './texts/en/index.ts';

interface PasscodeFormProps {
  readonly texts: Texts['passcode'];
  /** The address to send the form to. */
  readonly action: string;
  /** The mistake in the last try; null: there was no try. */
  readonly error: string | null;
}

export function PasscodeForm({ texts, action, error }: PasscodeFormProps) {
  return (
    <main class="narrow">
      <h1>{texts.title}</h1>
      <form method="post" action={action} class="form">
        {error !== null && (
          <p class="error" role="alert" id="passcode-error">
            {error}
          </p>
        )}
        <p class="quiet">{texts.hint}</p>
        <div class="field">
          <label for="passcode">{texts.passcode}</label>
          <input
            id="passcode"
            name="passcode"
            type="password"
            autocomplete="off"
            maxlength={100}
            required
            aria-describedby={error === null ? undefined : 'passcode-error'}
            autofocus
          />
        </div>
        <button type="submit" class="button">
          {texts.open}
        </button>
      </form>
    </main>
  );
}
