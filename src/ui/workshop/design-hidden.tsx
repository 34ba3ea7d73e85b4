// The hidden values of a card in the designer's form, and those with a meaning of their own: texts of
// the till and the form, and the lists of values that other pages show.
import { isContainer, plainOf } from '../../rules/design/leaf.ts';
import { propertiesOf, propertyPrefix } from '../../rules/design/property-inputs.ts';
import { hasSpecialInput, SPECIAL_TEXTS } from '../../rules/design/special-inputs.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { isAttribute } from '../../rules/templates/attributes.ts';
import { isTrue } from '../../rules/values/values.ts';
import { PATH_LISTS, type PathList } from '../../rules/vocabulary.ts';
import { ActButton, faultOf, inputId, type Sheet, TextInput, Ticks } from './design-input.tsx';

/** The most hidden values on the page; a browser sends at most 2,000 values. */
const MOST_PROPERTIES = 150;

export function Hidden({ sheet }: { sheet: Sheet }) {
  const { design, texts } = sheet;
  const { design: words } = texts;
  const names = namesIn(design.program, texts.sentences);
  const all = propertiesOf(design.passConstructor).filter(({ key }) => !hasSpecialInput(key));
  const fault = faultOf(sheet, 'new.property');
  return (
    <details class="designGroup" id="hidden" open={all.length > 0 || fault !== null}>
      <summary>
        <h2>{words.hidden.title}</h2>
      </summary>
      <p class="quiet">{words.hidden.text}</p>
      {all.length === 0 && <p>{words.hidden.none}</p>}
      <ul class="designFields">
        {all.slice(0, MOST_PROPERTIES).map(({ at, key, node }) => {
          const name = names.of(propertyPath(key));
          return (
            <li class="designField" id={`property-${at}`} key={key}>
              <TextInput
                sheet={sheet}
                name={`${propertyPrefix(at)}value`}
                label={name}
                editor={isContainer(plainOf(node)) ? 'json' : typeof plainOf(node) === 'number' ? 'number' : 'line'}
                notes={[propertyPath(key)]}
              />
              {isAttribute(node) && isTrue(node.PSEditable) && <p class="marks quiet">{words.fills}</p>}
              <div class="designActs">
                <ActButton act={`moreProperty.${at}`} words={words.more} more={name} />
                <ActButton act={`dropProperty.${at}`} words="✕" label={words.removeOf(name)} />
              </div>
            </li>
          );
        })}
      </ul>
      {all.length > MOST_PROPERTIES && (
        <p class="quiet">{words.tooMany((all.length - MOST_PROPERTIES).toLocaleString(texts.tag))}</p>
      )}
      <fieldset class={fault === null ? 'designNew' : 'designNew faulty'}>
        <legend>{words.hidden.addTitle}</legend>
        <div class="designPair">
          <div class="field">
            <label for={inputId('new.property')}>{words.hidden.newKey}</label>
            <input
              id={inputId('new.property')}
              name="new.property"
              type="text"
              maxlength={200}
              dir="auto"
              autocomplete="off"
              aria-invalid={fault === null ? undefined : 'true'}
            />
          </div>
          <div class="field">
            <label for={inputId('new.property.value')}>{words.hidden.newValue}</label>
            <input
              id={inputId('new.property.value')}
              name="new.property.value"
              type="text"
              dir="auto"
              autocomplete="off"
            />
          </div>
        </div>
        {fault !== null && <p class="fault">{fault}</p>}
        <ActButton act="addProperty" words={words.add} more={words.hidden.addTitle} kind="plain" />
      </fieldset>
    </details>
  );
}

export function Specials({ sheet }: { sheet: Sheet }) {
  const { special: words } = sheet.texts.design;
  return (
    <details class="designGroup" id="specials">
      <summary>
        <h2>{words.title}</h2>
      </summary>
      {SPECIAL_TEXTS.map((key) => {
        const [label, hint] = words.texts[key];
        return (
          <TextInput
            key={key}
            sheet={sheet}
            name={`special.${key}`}
            label={label}
            hint={hint}
            notes={[key]}
            holdsValues
          />
        );
      })}
      {PATH_LISTS.map((key) => {
        const [label, hint] = words.lists[key];
        const options = pathOptions(sheet, key);
        return (
          <Ticks
            key={key}
            sheet={sheet}
            name={`special.${key}`}
            label={label}
            hint={hint}
            options={options}
            notes={[key]}
          />
        );
      })}
    </details>
  );
}

/** What only an export can have besides the values of the card. */
const EXPORTED = ['hashedSerialNumber', 'psPassURL'];
/** The most values to choose from in a list. */
const MOST_PATHS = 80;

/** The values of a list first, in its order, and then the others that it may name. */
function pathOptions({ design, texts }: Sheet, list: PathList): readonly (readonly [string, string])[] {
  const names = namesIn(design.program, texts.sentences);
  const chosen = (design.shown.get(`special.${list}`) ?? '').split(',').filter((path) => path !== '');
  const all = [...design.program.locations.values()]
    .filter(({ steps }) =>
      steps[0] === 'structure' ? steps[3] === 'value' : steps[0] === 'additional' && !hasSpecialInput(steps[1]!),
    )
    .map(({ path }) => path);
  const offered = [...all.slice(0, MOST_PATHS), ...(list === 'psExportPaths' ? EXPORTED : [])];
  const paths = [...chosen, ...offered.filter((path) => !chosen.includes(path))];
  return paths.map((path) => [path, names.of(path)] as const);
}

/** The API paths whose notes stand in these sections. */
export function hiddenPaths({ design }: Sheet): readonly string[] {
  const own = propertiesOf(design.passConstructor).map(({ key }) => propertyPath(key));
  return [...own, ...SPECIAL_TEXTS, ...PATH_LISTS];
}
