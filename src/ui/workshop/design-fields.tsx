// The fields of a card in the designer's form, grouped by their places, each with its label and its
// value, and how much room Wallet has there.
import { styleOf } from '../../rules/design/designs.ts';
import { inputPrefix, valueEditor } from '../../rules/design/field-inputs.ts';
import { type FieldPlace, fieldsIn, keyOf, pathOf } from '../../rules/design/fields.ts';
import { type DesignGroup, groupsOf, plainGroup } from '../../rules/design/groups.ts';
import { plainOf, textOf } from '../../rules/design/leaf.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { type Names, namesIn } from '../../rules/sentences/names.ts';
import { isAttribute } from '../../rules/templates/attributes.ts';
import { isTrue, type JsonObject } from '../../rules/values/values.ts';
import { FIELD_ATTRIBUTES, type FieldTree, POSTER } from '../../rules/vocabulary.ts';
import { ActButton, faultOf, inputId, Notes, type Sheet, TextInput } from './design-input.tsx';

/** The most fields of a group on the page; a browser sends at most 2,000 values. */
const MOST_FIELDS = 60;

/** Groups that cards of a style or posters lack, and that therefore show once they hold something. */
const RARE = ['additionalInfoFields', 'footerFields'];
const RARE_ON_POSTERS = ['additionalInfoFields', 'secondaryFields', 'auxiliaryFields'];

/** The fields of the card, or those of the poster beside it. */
export function FieldGroups({ sheet, tree = 'structure' }: { sheet: Sheet; tree?: FieldTree }) {
  const { passConstructor, program } = sheet.design;
  const names = namesIn(program, sheet.texts.sentences);
  const rare = tree === POSTER || styleOf(passConstructor) === POSTER ? RARE_ON_POSTERS : RARE;
  const groups = groupsOf(tree).filter(
    (group) => fieldsIn(passConstructor, group).length > 0 || !rare.includes(plainGroup(group)),
  );
  return (
    <>
      {groups.map((group) => (
        <Group key={group} sheet={sheet} group={group} names={names} />
      ))}
    </>
  );
}

function Group({ sheet, group, names }: { sheet: Sheet; group: DesignGroup; names: Names }) {
  const { texts, design } = sheet;
  const { design: words } = texts;
  const fields = fieldsIn(design.passConstructor, group);
  const title = words.groups[plainGroup(group)];
  const added = `new.${group}`;
  const fault = faultOf(sheet, added);
  return (
    <section class="designGroup" id={`group-${group}`} aria-labelledby={`title-${group}`}>
      <div class="designGroupHead">
        <h2 id={`title-${group}`}>{title}</h2>
        <RoomMeter sheet={sheet} group={group} />
      </div>
      <ol class="designFields" data-fields={group}>
        {fields.slice(0, MOST_FIELDS).map((field, at) => (
          <FieldRow key={keyOf(field)} {...{ sheet, field, names, place: { group, at }, count: fields.length }} />
        ))}
      </ol>
      {fields.length === 0 && <p class="quiet">{words.emptyGroup}</p>}
      {fields.length > MOST_FIELDS && (
        <p class="quiet">{words.tooMany((fields.length - MOST_FIELDS).toLocaleString(texts.tag))}</p>
      )}
      <div class={fault === null ? 'designAdd' : 'designAdd faulty'}>
        <label for={inputId(added)} class="forReaders">
          {words.newField(title)}
        </label>
        <input
          id={inputId(added)}
          name={added}
          type="text"
          placeholder={words.newFieldHint}
          autocomplete="off"
          dir="auto"
          maxlength={200}
          aria-invalid={fault === null ? undefined : 'true'}
          aria-describedby={fault === null ? undefined : `${inputId(added)}-fault`}
        />
        <ActButton act={`addField.${group}`} words={words.add} more={words.newField(title)} kind="plain" />
        {fault !== null && (
          <p class="fault" id={`${inputId(added)}-fault`}>
            {fault}
          </p>
        )}
      </div>
    </section>
  );
}

/** How full a place is, such as "2 of 4 together with the lowest row"; the back has any room. */
export function RoomMeter({ sheet, group }: { sheet: Sheet; group: DesignGroup }) {
  const { design: words } = sheet.texts;
  const plain = plainGroup(group);
  const rooms = sheet.design.preview.rooms.filter(({ groups }) => (groups as readonly string[]).includes(plain));
  return (
    <div class="rooms" data-part={`room-${group}`}>
      {rooms.map(({ groups, wanted, most }) => {
        const others = groups.filter((other) => other !== plain).map((other) => words.groups[other]);
        const isFull = wanted > most;
        return (
          <p class={isFull ? 'room isFull' : 'room'}>
            {others.length === 0 ? words.room(wanted, most) : words.together(wanted, most, others.join(', '))}
            {isFull && <> · {words.tooFull(wanted - most)}</>}
          </p>
        );
      })}
    </div>
  );
}

interface FieldRowProps {
  readonly sheet: Sheet;
  readonly field: JsonObject;
  readonly names: Names;
  readonly place: FieldPlace;
  /** The fields of the group. */
  readonly count: number;
}

function FieldRow({ sheet, field, names, place, count }: FieldRowProps) {
  const { design: words } = sheet.texts;
  const { group, at } = place;
  const prefix = inputPrefix(place);
  const name = fieldName(field, words.nameless);
  const spot = `${group}.${at}`;
  const editor = valueEditor(field, place);
  return (
    <li id={`field-${group}-${at}`} class="designField" data-spot={spot}>
      <div class="designPair">
        <TextInput sheet={sheet} name={`${prefix}label`} label={words.label} />
        <TextInput
          sheet={sheet}
          name={`${prefix}value`}
          label={words.value}
          editor={editor}
          holdsValues={editor === 'line' || editor === 'lines'}
        />
      </div>
      <Marks {...{ sheet, field, names }} />
      <Notes sheet={sheet} id={`notes-${group}-${at}`} paths={notePaths(group, field)} />
      <div class="designActs">
        <span class="grip" data-grip title={words.drag(name)} aria-hidden="true" hidden>
          ⠿
        </span>
        <ActButton act={`moveField.${spot}.${group}.${at - 1}`} words="↑" label={words.up(name)} isOff={at === 0} />
        <ActButton
          act={`moveField.${spot}.${group}.${at + 1}`}
          words="↓"
          label={words.down(name)}
          isOff={at === count - 1}
        />
        <ActButton act={`more.${spot}`} words={words.more} more={name} />
        <ActButton act={`remove.${spot}`} words="✕" label={words.removeOf(name)} />
      </div>
    </li>
  );
}

/** The label as an owner knows a field; its key where it has none. */
export function fieldName(field: JsonObject, nameless: string): string {
  return textOf(field.label) || keyOf(field) || nameless;
}

/** What is true of a field besides its label and value. */
function Marks({ sheet, field, names }: Pick<FieldRowProps, 'sheet' | 'field' | 'names'>) {
  const { design: words } = sheet.texts;
  const condition = textOf(field.PSConditions);
  const marks = [
    ...(isAttribute(field.value) && isTrue(field.value.PSEditable) ? [words.fills] : []),
    ...(plainOf(field.changeMessage) === null ? [] : [words.notifies]),
    ...(condition === '' ? [] : [words.onlyIf(conditionWords(condition, names) ?? condition)]),
  ];
  return marks.length === 0 ? null : (
    <p class="marks quiet" dir="auto">
      {marks.join(' · ')}
    </p>
  );
}

/** The API paths of what is said about a field. */
export function notePaths(group: DesignGroup, field: JsonObject): readonly string[] {
  const path = pathOf(group, field);
  return [path, ...FIELD_ATTRIBUTES.map((attribute) => `${path}_${attribute}`), `${path}_PSDynamic`];
}
