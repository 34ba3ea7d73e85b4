// What a card looks like as a whole, in the designer's form: its colours and whether texts can be
// read on them, its names, and its kind.
import { readability } from '../../rules/design/contrast.ts';
import { lookOfDesign } from '../../rules/design/designs.ts';
import { fieldsIn } from '../../rules/design/fields.ts';
import { plainOf, textOf } from '../../rules/design/leaf.ts';
import { LOOK_COLOURS, type LookColour, pickerName } from '../../rules/design/look-inputs.ts';
import { FRONT_GROUPS } from '../../rules/passes/fit.ts';
import { isObject } from '../../rules/values/values.ts';
import { IMAGE_SLOTS, isStyle, LOOK_IMAGES, STYLES, type Style, TRANSIT_TYPES } from '../../rules/vocabulary.ts';
import { ActButton, inputId, Select, type Sheet, TextInput } from './design-input.tsx';

export function Look({ sheet }: { sheet: Sheet }) {
  const { design, texts } = sheet;
  const { design: words } = texts;
  const style = textOf(design.passConstructor.type);
  return (
    <section class="designGroup" aria-labelledby="look">
      <h2 id="look">{words.look}</h2>
      <div class="colours">
        {LOOK_COLOURS.map((key) => (
          <Colour key={key} sheet={sheet} name={key} />
        ))}
      </div>
      <p class="hint">{words.colourHint}</p>
      <Contrast sheet={sheet} />
      <TextInput sheet={sheet} name="logoText" label={words.logoText} notes={['logoText']} holdsValues />
      <TextInput
        sheet={sheet}
        name="organizationName"
        label={words.organizationName}
        hint={words.organizationHint}
        notes={['organizationName']}
      />
      <TextInput
        sheet={sheet}
        name="description"
        label={words.description}
        hint={words.descriptionHint}
        notes={['description']}
      />
      <Select
        sheet={sheet}
        name="type"
        label={words.style}
        hint={words.styleHint}
        options={STYLES.map((each) => [each, words.styles[each]] as const)}
        notes={['type']}
      />
      {isStyle(style) && <NotShown sheet={sheet} style={style} />}
      {style === 'boardingPass' && (
        <Select
          sheet={sheet}
          name="transitType"
          label={words.transit}
          options={TRANSIT_TYPES.map((each) => [each, words.transits[each]] as const)}
          notes={['transitType']}
        />
      )}
    </section>
  );
}

/** A colour as text, and a picker for who does not write colours. */
function Colour({ sheet, name }: { sheet: Sheet; name: LookColour }) {
  const { design, texts } = sheet;
  const { design: words } = texts;
  const picker = pickerName(name);
  return (
    <div class="colour">
      <TextInput sheet={sheet} name={name} label={words.colours[name]} notes={[name]} />
      <label for={inputId(picker)} class="forReaders">
        {words.pick(words.colours[name])}
      </label>
      <input
        type="color"
        id={inputId(picker)}
        name={picker}
        value={design.shown.get(picker) ?? '#000000'}
        data-picks={inputId(name)}
      />
    </div>
  );
}

/** How well both kinds of text can be read, and the way to mend it. */
export function Contrast({ sheet }: { sheet: Sheet }) {
  const { design, texts } = sheet;
  const { design: words } = texts;
  const found = readability(design.passConstructor);
  return (
    <div data-part="contrast">
      {found === null ? (
        <p class="quiet">{words.contrastUnknown}</p>
      ) : (
        found.map(({ key, ratio, isReadable }) => (
          <p class={isReadable ? 'ratio' : 'ratio isFaint'}>
            {words.contrast(words.colours[key], roundedDown(ratio, texts.tag))} ·{' '}
            {isReadable ? words.readable : words.faint}
          </p>
        ))
      )}
      {found?.some(({ isReadable }) => !isReadable) === true && (
        <ActButton act="readable" words={words.makeReadable} kind="plain" />
      )}
    </div>
  );
}

/** A ratio below a limit must not look as if it met the limit. */
function roundedDown(ratio: number, tag: string): string {
  return (Math.floor(ratio * 10) / 10).toLocaleString(tag);
}

/** The pictures and places of the template that Wallet does not show in its style. */
function NotShown({ sheet, style }: { sheet: Sheet; style: Style }) {
  const { design, texts } = sheet;
  const { passConstructor } = design;
  const { images } = passConstructor;
  const slots = isObject(images) ? Object.keys(images).map((name) => name.replace(/@[23]x$/, '')) : [];
  const pictures = IMAGE_SLOTS.filter(
    (slot) => slots.includes(slot) && !LOOK_IMAGES[lookOfDesign(passConstructor)].includes(slot),
  ).map((slot) => texts.sentences.images[slot]);
  const full = FRONT_GROUPS.filter((group) =>
    design.preview.rooms.some(({ groups, wanted, most }) => groups.includes(group) && wanted > most),
  )
    .filter((group) => fieldsIn(passConstructor, group).length > 0)
    .map((group) => `${texts.design.groups[group]} (${sheet.texts.design.tooFull(leftOut(sheet, group))})`);
  const journey =
    plainOf(passConstructor.transitType) !== null && style !== 'boardingPass' ? [texts.design.transit] : [];
  const all = [...pictures, ...full, ...journey];
  return all.length === 0 ? null : <p class="note">{texts.design.notShown(all.join(', '))}</p>;
}

function leftOut({ design }: Sheet, group: string): number {
  const rooms = design.preview.rooms.filter(({ groups }) => (groups as readonly string[]).includes(group));
  return rooms.reduce((sum, { wanted, most }) => sum + Math.max(0, wanted - most), 0);
}
