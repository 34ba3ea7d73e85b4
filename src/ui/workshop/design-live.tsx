// The parts of a designer's page that follow what is typed: the drawing, the room on the front, the
// contrast, and what the server found. The script puts each in the place of the one with its name.
import { inputPrefix } from '../../rules/design/field-inputs.ts';
import { fieldAt, fieldsIn, pathOf, placeOf } from '../../rules/design/fields.ts';
import { groupsOf } from '../../rules/design/groups.ts';
import { LOOK_COLOURS, LOOK_TEXTS } from '../../rules/design/look-inputs.ts';
import { propertiesOf, propertyPrefix } from '../../rules/design/property-inputs.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { BARCODE_ATTRIBUTES, FIELD_ATTRIBUTES, type FieldTree, POSTER } from '../../rules/vocabulary.ts';
import { Rest } from './design.tsx';
import { Sample } from './design-field.tsx';
import { notePaths, RoomMeter } from './design-fields.tsx';
import { inputId, Notes, type Sheet } from './design-input.tsx';
import { Contrast } from './design-look.tsx';
import { Drawings } from './design-preview.tsx';

export function LiveParts({ sheet }: { sheet: Sheet }) {
  return (
    <>
      <Drawings sheet={sheet} />
      {sheet.design.page.kind === 'card' && <OfCard sheet={sheet} />}
      {sheet.design.page.kind === 'poster' && <OfFields sheet={sheet} tree={POSTER} />}
      {sheet.design.page.kind === 'field' && <OfField sheet={sheet} />}
    </>
  );
}

function OfCard({ sheet }: { sheet: Sheet }) {
  const { passConstructor } = sheet.design;
  const notes = (name: string, path: string) => <Notes sheet={sheet} id={`${inputId(name)}-notes`} paths={[path]} />;
  return (
    <>
      <Contrast sheet={sheet} />
      {[...LOOK_COLOURS, ...LOOK_TEXTS].map((key) => notes(key, key))}
      <OfFields sheet={sheet} tree="structure" />
      {BARCODE_ATTRIBUTES.filter((key) => key !== 'format').map((key) => notes(`barcode.${key}`, `barcode_${key}`))}
      {propertiesOf(passConstructor).map(({ at, key }) => notes(`${propertyPrefix(at)}value`, propertyPath(key)))}
      <Rest sheet={sheet} />
    </>
  );
}

function OfFields({ sheet, tree }: { sheet: Sheet; tree: FieldTree }) {
  return (
    <>
      {groupsOf(tree).map((group) => (
        <RoomMeter sheet={sheet} group={group} />
      ))}
      {groupsOf(tree).flatMap((group) =>
        fieldsIn(sheet.design.passConstructor, group).map((field, at) => (
          <Notes sheet={sheet} id={`notes-${group}-${at}`} paths={notePaths(group, field)} />
        )),
      )}
    </>
  );
}

function OfField({ sheet }: { sheet: Sheet }) {
  const { page, passConstructor, shown } = sheet.design;
  const place = page.kind === 'field' ? placeOf(passConstructor, page.group, page.key) : null;
  const field = place === null ? undefined : fieldAt(passConstructor, place);
  if (place === null || field === undefined) return null;
  const path = pathOf(place.group, field);
  const prefix = inputPrefix(place);
  return (
    <>
      <Sample sheet={sheet} place={place} />
      {FIELD_ATTRIBUTES.filter((key) => shown.has(prefix + key)).map((key) => (
        <Notes
          sheet={sheet}
          id={`${inputId(prefix + key)}-notes`}
          paths={key === 'value' ? [path, `${path}_value`] : [`${path}_${key}`]}
        />
      ))}
    </>
  );
}
