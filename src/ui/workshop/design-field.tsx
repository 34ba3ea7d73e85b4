// The designer's page of one field: the kind of its value and how Wallet writes it, its notification,
// when it is shown, how forms ask for it, and its name for programs.

import { DATA_DETECTOR_TYPES } from '../../rules/apple-keys.ts';
import { inputPrefix, VALUE_KINDS, valueEditor } from '../../rules/design/field-inputs.ts';
import { type FieldPlace, fieldAt, keyOf, pathOf } from '../../rules/design/fields.ts';
import { groupsOf, plainGroup, treeOf } from '../../rules/design/groups.ts';
import { textOf } from '../../rules/design/leaf.ts';
import { DYNAMIC_MARK, POSTER } from '../../rules/vocabulary.ts';
import { Copy } from './copy-button.tsx';
import { DesignForm, type DesignNotice, Notice } from './design.tsx';
import { Condition } from './design-condition.tsx';
import { fieldName } from './design-fields.tsx';
import { FormInputs } from './design-form-inputs.tsx';
import { ActButton, inputId, Select, type Sheet, TextInput, Tick, Ticks } from './design-input.tsx';

interface DesignFieldProps {
  readonly sheet: Sheet;
  readonly place: FieldPlace;
  readonly notice: DesignNotice | null;
}

/** The address of a field's page. */
export function fieldAddress(address: string, group: string, key: string): string {
  return `${address}/design/field?group=${group}&key=${encodeURIComponent(key)}`;
}

export function DesignField({ sheet, place, notice }: DesignFieldProps) {
  const { design, texts, address } = sheet;
  const { design: words } = texts;
  const field = fieldAt(design.passConstructor, place)!;
  const prefix = inputPrefix(place);
  const path = pathOf(place.group, field);
  const at = (name: string) => `${path}_${name}`;
  const editor = valueEditor(field, place);
  const isOfPoster = treeOf(place.group) === POSTER;
  return (
    <div class="designer">
      <p>
        <a href={`${address}/design${isOfPoster ? '/poster' : ''}#field-${place.group}-${place.at}`}>
          {isOfPoster ? words.poster.back : words.back}
        </a>
      </p>
      <h2 dir="auto">{fieldName(field, words.nameless)}</h2>
      <Notice sheet={sheet} notice={notice} />
      <DesignForm sheet={sheet} action={fieldAddress(address, place.group, keyOf(field))} preview="field">
        <section class="designGroup">
          <TextInput sheet={sheet} name={`${prefix}label`} label={words.label} notes={[at('label')]} />
          <TextInput
            sheet={sheet}
            name={`${prefix}value`}
            label={words.value}
            editor={editor}
            holdsValues={editor === 'line' || editor === 'lines'}
            notes={[path, at('value')]}
          />
          <Styles sheet={sheet} prefix={prefix} at={at} />
        </section>
        <Notification sheet={sheet} place={place} notes={[at('changeMessage')]} />
        <section class="designGroup" aria-labelledby="show">
          <h3 id="show">{words.field.show}</h3>
          <Condition
            sheet={sheet}
            name={`${prefix}PSConditions`}
            label={words.field.conditions}
            path={at('PSConditions')}
          />
          <Select
            sheet={sheet}
            name={`${prefix}textAlignment`}
            label={words.field.alignment}
            options={Object.entries(words.field.alignments)}
            notes={[at('textAlignment')]}
          />
          {(place.group === 'auxiliaryFields' || textOf(field.row) !== '') && (
            <Select
              sheet={sheet}
              name={`${prefix}row`}
              label={words.field.row}
              options={['', '0', '1'].map((row) => [row, words.field.rows[row] ?? row] as const)}
              notes={[at('row')]}
            />
          )}
        </section>
        <FormInputs sheet={sheet} prefix={prefix} node={field.value} />
        <Links sheet={sheet} prefix={prefix} at={at} isOpen={plainGroup(place.group) === 'backFields'} />
        <Moves sheet={sheet} place={place} />
        <details class="designGroup">
          <summary>{words.field.programs}</summary>
          <Tick sheet={sheet} name={`${prefix}${DYNAMIC_MARK}`} label={words.field.dynamic} />
          <p>{words.field.path}</p>
          <Copy text={at('value')} label={words.field.copy} done={words.field.copied} />
          <p>
            <a href={`${address}/design/rename?path=${encodeURIComponent(path)}`}>{words.field.rename}</a>
          </p>
        </details>
        <p>
          <ActButton act={`remove.${place.group}.${place.at}`} words={words.remove} kind="danger" />
        </p>
      </DesignForm>
    </div>
  );
}

type At = (attribute: string) => string;

/** The kind of value; the style sheet shows the styles of the chosen kind alone. */
function Styles({ sheet, prefix, at }: { sheet: Sheet; prefix: string; at: At }) {
  const { field: words } = sheet.texts.design;
  return (
    <div class="ofKinds">
      <Select
        sheet={sheet}
        name={`${prefix}kind`}
        label={words.kind}
        options={VALUE_KINDS.map((kind) => [kind, words.kinds[kind]] as const)}
      />
      <div class="ofKind number">
        <Select
          sheet={sheet}
          name={`${prefix}numberStyle`}
          label={words.numberStyle}
          options={Object.entries(words.numberStyles)}
          notes={[at('numberStyle')]}
        />
      </div>
      <div class="ofKind amount">
        <TextInput
          sheet={sheet}
          name={`${prefix}currencyCode`}
          label={words.currency}
          hint={words.currencyHint}
          notes={[at('currencyCode')]}
        />
      </div>
      <div class="ofKind date">
        <Select
          sheet={sheet}
          name={`${prefix}dateStyle`}
          label={words.dateStyle}
          options={Object.entries(words.dateStyles)}
          notes={[at('dateStyle')]}
        />
        <Select
          sheet={sheet}
          name={`${prefix}timeStyle`}
          label={words.timeStyle}
          options={Object.entries(words.dateStyles)}
          hint={words.dateHint}
          notes={[at('timeStyle')]}
        />
        <Tick sheet={sheet} name={`${prefix}isRelative`} label={words.isRelative} />
        <Tick sheet={sheet} name={`${prefix}ignoresTimeZone`} label={words.ignoresTimeZone} />
      </div>
    </div>
  );
}

/** What lock screens say, with a sample that shows the present value. */
function Notification({ sheet, place, notes }: { sheet: Sheet; place: FieldPlace; notes: readonly string[] }) {
  const { design, texts } = sheet;
  const { field: words } = texts.design;
  return (
    <section class="designGroup" aria-labelledby="notification">
      <h3 id="notification">{words.notification}</h3>
      <TextInput
        sheet={sheet}
        name={`${inputPrefix(place)}changeMessage`}
        label={words.changeMessage}
        hint={words.changeMessageHint}
        notes={notes}
      />
      <Sample sheet={sheet} place={place} />
      {design.preview.view === null && <p class="quiet">{texts.design.preview.none}</p>}
    </section>
  );
}

/** The lock screen's text of one field; nothing where it says none. */
export function Sample({ sheet, place }: { sheet: Sheet; place: FieldPlace }) {
  const { design, texts } = sheet;
  const field = fieldAt(design.passConstructor, place);
  const said = design.preview.lockScreen.find(
    ({ group, key }) => group === plainGroup(place.group) && field !== undefined && key === keyOf(field),
  );
  return (
    <div data-part="sample" class="lockScreen">
      {said !== undefined && (
        <>
          <p class="quiet">{texts.design.field.sample}</p>
          <p class="bubble" dir="auto">
            {said.text}
          </p>
        </>
      )}
    </div>
  );
}

function Links({ sheet, prefix, at, isOpen }: { sheet: Sheet; prefix: string; at: At; isOpen: boolean }) {
  const { field: words } = sheet.texts.design;
  return (
    <details class="designGroup" open={isOpen}>
      <summary>{words.links}</summary>
      <TextInput
        sheet={sheet}
        name={`${prefix}attributedValue`}
        label={words.attributedValue}
        hint={words.attributedHint}
        holdsValues
        notes={[at('attributedValue')]}
      />
      <Ticks
        sheet={sheet}
        name={`${prefix}dataDetectorTypes`}
        label={words.detectors}
        options={DATA_DETECTOR_TYPES.map((type) => [type, words.detectorNames[type]] as const)}
        notes={[at('dataDetectorTypes')]}
      />
    </details>
  );
}

/** Another place for the field. */
function Moves({ sheet, place }: { sheet: Sheet; place: FieldPlace }) {
  const { design: words } = sheet.texts;
  const name = `move.${place.group}.${place.at}`;
  return (
    <section class="designGroup" aria-labelledby="place">
      <h3 id="place">{words.field.place}</h3>
      <div class="designMove">
        <div class="field">
          <label for={inputId(name)}>{words.field.moveTo}</label>
          <select id={inputId(name)} name={name}>
            {groupsOf(treeOf(place.group)).map((group) => (
              <option value={group} selected={group === place.group}>
                {words.groups[plainGroup(group)]}
              </option>
            ))}
          </select>
        </div>
        <ActButton act={`moveTo.${place.group}.${place.at}`} words={words.field.move} kind="plain" />
      </div>
    </section>
  );
}
