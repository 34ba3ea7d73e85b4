// Insert a value: a text that may hold values of the card. A page has one ValueList and any number of
// ValueText, each around one input or textarea that a `<label for>` names. Without the script
// (browser/workshop/value-menu.ts) people copy `{…}` from the list, or type a value's label in
// curly brackets. The script shows each value as a chip, and moves the field's id to the chips' box.
import type { PropsWithChildren } from 'hono/jsx';
import { previewText, VALUE_PLACES, type ValueChoice } from '../../rules/forms/value-choices.ts';
import type { Texts } from '../texts/en/index.ts';

/** The module that pages with a ValueText load. */
export const VALUE_MENU_SCRIPT = 'workshop/value-menu.js';

interface ListProps {
  readonly choices: readonly ValueChoice[];
  readonly texts: Texts['values'];
}

/** All values, once a page, below its form. */
export function ValueList({ choices, texts }: ListProps) {
  return (
    <details class="valueList" id="values">
      <summary>{texts.list}</summary>
      <p>{texts.listText}</p>
      {VALUE_PLACES.map((place) => {
        const here = choices.filter((choice) => choice.place === place);
        if (here.length === 0) return null;
        return (
          <section key={place} data-values={texts.places[place]}>
            <p class="valuePlace">{texts.places[place]}</p>
            <ul class="rows">
              {here.map(({ name, label, sample }) => (
                <li key={name} data-value={name} data-label={label} data-sample={sample}>
                  <span dir="auto">{label}</span> <code>{`{${name}}`}</code>{' '}
                  {sample !== '' && (
                    <span class="quiet" dir="auto">
                      {texts.now(sample)}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </details>
  );
}

interface TextProps {
  readonly choices: readonly ValueChoice[];
  readonly texts: Texts['values'];
  /** The text that the field begins with. */
  readonly value: string;
}

/** Around one input or textarea. */
export function ValueText({ choices, texts, value, children }: PropsWithChildren<TextProps>) {
  const preview = previewText(choices, value);
  return (
    <value-text class="valueText" data-insert={texts.insert}>
      {children}
      <p class="valueTools">
        <a class="button text" href="#values" data-insert>
          {texts.insert}
        </a>
      </p>
      <p class="hint valuePreview" data-preview hidden={preview === null}>
        {texts.reads} <output dir="auto">{preview}</output>
      </p>
    </value-text>
  );
}
