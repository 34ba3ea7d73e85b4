// The designer's page of one hidden value, and the page that asks before something is removed.
import { isContainer, plainOf } from '../../rules/design/leaf.ts';
import { propertiesOf, propertyPrefix } from '../../rules/design/property-inputs.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { Copy } from './copy-button.tsx';
import { DesignForm, type DesignNotice, Notice } from './design.tsx';
import { FormInputs } from './design-form-inputs.tsx';
import { ActButton, type Sheet, TextInput } from './design-input.tsx';

/** The address of a hidden value's page. */
export function propertyAddress(address: string, key: string): string {
  return `${address}/design/value?key=${encodeURIComponent(key)}`;
}

interface DesignPropertyProps {
  readonly sheet: Sheet;
  /** The position of the hidden value. */
  readonly at: number;
  readonly notice: DesignNotice | null;
}

export function DesignProperty({ sheet, at, notice }: DesignPropertyProps) {
  const { design, texts, address } = sheet;
  const { design: words } = texts;
  const { key, node } = propertiesOf(design.passConstructor)[at]!;
  const prefix = propertyPrefix(at);
  const path = propertyPath(key);
  return (
    <div class="designer">
      <p>
        <a href={`${address}/design#hidden`}>{words.back}</a>
      </p>
      <h2 dir="auto">{namesIn(design.program, texts.sentences).of(path)}</h2>
      <Notice sheet={sheet} notice={notice} />
      <DesignForm sheet={sheet} action={propertyAddress(address, key)} preview="value">
        <section class="designGroup">
          <TextInput
            sheet={sheet}
            name={`${prefix}value`}
            label={words.value}
            editor={isContainer(plainOf(node)) ? 'json' : 'lines'}
            notes={[path]}
          />
        </section>
        <FormInputs sheet={sheet} prefix={prefix} node={node} />
        <details class="designGroup">
          <summary>{words.field.programs}</summary>
          <p>{words.field.path}</p>
          <Copy text={path} label={words.field.copy} done={words.field.copied} />
          <p>
            <a href={`${address}/design/rename?path=${encodeURIComponent(path)}`}>{words.field.rename}</a>
          </p>
        </details>
        <p>
          <ActButton act={`dropProperty.${at}`} words={words.remove} kind="danger" />
        </p>
      </DesignForm>
    </div>
  );
}
