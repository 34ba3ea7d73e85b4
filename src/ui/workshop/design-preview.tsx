// The drawn card beside the designer's form: on two sizes of phones, on a watch, its back, and what
// lock screens say. Radio buttons choose the side, so it needs no script and loses nothing typed.
import type { DesignPage } from '../../operations/templates/design.ts';
import { fieldsIn, placeOf } from '../../rules/design/fields.ts';
import { groupIn, groupsOf } from '../../rules/design/groups.ts';
import { CARD_WIDTHS, type FittedField, FRONT_GROUPS, fieldsOf } from '../../rules/passes/fit.ts';
import { shownValue } from '../../rules/passes/shown-value.ts';
import { toText } from '../../rules/values/values.ts';
import { type FieldTree, POSTER } from '../../rules/vocabulary.ts';
import { PassCard } from '../pass-card.tsx';
import { passColours } from '../pass-colours.ts';
import { backFields, PassBack } from '../pass-fields.tsx';
import { fieldName, notePaths } from './design-fields.tsx';
import { type Sheet, shortNote } from './design-input.tsx';

const SIDES = ['usual', 'small', 'watch', 'back', 'lock'] as const;

export function DesignPreview({ sheet }: { sheet: Sheet }) {
  const { texts, design } = sheet;
  const { preview: words } = texts.design;
  const { customers, preview } = design;
  return (
    <section class="designPreview" id="preview" tabindex={-1} aria-label={words.title}>
      <fieldset class="sides">
        <legend class="forReaders">{words.title}</legend>
        {SIDES.map((side) => (
          <Side name={side} label={words.sides[side]} />
        ))}
        {preview.other !== null && <Side name="other" label={words.looks[preview.other.kind]} />}
      </fieldset>
      <Drawings sheet={sheet} />
      {customers.length > 0 && (
        <p class="designValues">
          <label for="shown-values">{words.values}</label>{' '}
          {/* It belongs to the form, so that saving shows the choice without a script. */}
          <select id="shown-values" name="pass" form="design">
            <option value="">{words.example}</option>
            {customers.map(({ hash, name }) => (
              <option value={hash} selected={hash === preview.customer}>
                {name}
              </option>
            ))}
          </select>
        </p>
      )}
    </section>
  );
}

function Side({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <label for={`side-${name}`} class="side">
      <input type="radio" name="side" id={`side-${name}`} checked={name === 'usual'} />
      <span>{label}</span>
    </label>
  );
}

/** What the script replaces while somebody types. */
export function Drawings({ sheet }: { sheet: Sheet }) {
  const { texts, design } = sheet;
  const { preview: words } = texts.design;
  const { view } = design.preview;
  if (view === null) {
    return (
      <div class="drawings" data-part="drawings">
        <p class="error">{words.none}</p>
      </div>
    );
  }
  const linkOf = ({ group, key }: Pick<FittedField, 'group' | 'key'>) => {
    const tree = TREE_OF_PAGE[design.page.kind];
    // A link that left the page would lose what was typed.
    const place = tree === undefined ? null : placeOf(design.passConstructor, groupIn(tree, group), key);
    return place === null ? null : `#field-${place.group}-${place.at}`;
  };
  const back = backFields(view.passJson, texts.tag);
  const { lockScreen } = design.preview;
  return (
    <div class="drawings" data-part="drawings">
      <div class="drawing ofUsual">
        <PassCard view={view} texts={texts} linkOf={linkOf} />
      </div>
      <div class="drawing ofSmall">
        <PassCard view={view} texts={texts} width={CARD_WIDTHS.small} linkOf={linkOf} />
      </div>
      {design.preview.other !== null && (
        <div class="drawing ofOther">
          <PassCard view={design.preview.other.view} texts={texts} />
        </div>
      )}
      <div class="drawing ofWatch">
        <Watch sheet={sheet} />
      </div>
      <div class="drawing ofBack">
        {back.length === 0 ? (
          <p class="quiet">{words.emptyBack}</p>
        ) : (
          <PassBack fields={back} title={texts.pass.back} />
        )}
      </div>
      <div class="drawing ofLock">
        {lockScreen.length === 0 && <p class="quiet">{words.emptyLock}</p>}
        {lockScreen.map(({ key, text }) => (
          <div class="lockNote" key={key}>
            <p class="lockHead">
              <strong dir="auto">{toText(view.passJson.organizationName)}</strong> <span>{words.now}</span>
            </p>
            <p dir="auto">{text}</p>
          </div>
        ))}
      </div>
      <ToLookAt sheet={sheet} />
    </div>
  );
}

/** The fields that a page has inputs of, as the drawing links to them. */
const TREE_OF_PAGE: Readonly<Partial<Record<DesignPage['kind'], FieldTree>>> = { card: 'structure', poster: POSTER };

/** The most notes below the drawing; all of them stand at their inputs. */
const MOST_NOTES = 4;

/** What was found about fields, in short, each a link to its field. */
function ToLookAt({ sheet }: { sheet: Sheet }) {
  const { texts, design } = sheet;
  const tree = TREE_OF_PAGE[design.page.kind];
  if (tree === undefined) return null;
  const found = groupsOf(tree).flatMap((group) =>
    fieldsIn(design.passConstructor, group).flatMap((field, at) => {
      const paths = notePaths(group, field);
      const note = design.diagnostics.find(({ path }) => paths.includes(path));
      const words = note === undefined ? null : shortNote(note, texts);
      return words === null ? [] : [{ link: `#field-${group}-${at}`, name: fieldName(field, ''), words }];
    }),
  );
  if (found.length === 0) return null;
  return (
    <div class="toLookAt">
      <p>
        <strong>{texts.design.toLookAt}</strong>
      </p>
      <ul>
        {found.slice(0, MOST_NOTES).map(({ link, name, words }) => (
          <li>
            <a href={link} dir="auto">
              {name}
            </a>{' '}
            {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A watch lists the fields of the front one below the other. */
function Watch({ sheet }: { sheet: Sheet }) {
  const { texts, design } = sheet;
  const { passJson } = design.preview.view!;
  const fields = (['primaryFields', ...FRONT_GROUPS.filter((group) => group !== 'primaryFields')] as const).flatMap(
    (group) => fieldsOf(passJson, group),
  );
  return (
    <div class="watch" style={passColours(passJson)}>
      <p class="watchName" dir="auto">
        {toText(passJson.logoText) || toText(passJson.organizationName)}
      </p>
      {fields.length === 0 && <p>{texts.design.preview.emptyWatch}</p>}
      <dl>
        {fields.map((field) => (
          <div key={toText(field.key)}>
            <dt dir="auto">{toText(field.label)}</dt>
            <dd dir="auto">{shownValue(field, texts.tag)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
