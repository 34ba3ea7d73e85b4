// The designer's page of the newer look of a card: turns the poster on and off, and lays out the fields
// of a poster beside a generic card.
import { styleOf } from '../../rules/design/designs.ts';
import { hasOwnFields, posterState } from '../../rules/design/poster.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { POSTER } from '../../rules/vocabulary.ts';
import { addressOf, DesignForm, type DesignNotice, Notice } from './design.tsx';
import { FieldGroups } from './design-fields.tsx';
import { ActButton, type Sheet } from './design-input.tsx';

interface DesignPosterProps {
  readonly sheet: Sheet;
  readonly notice: DesignNotice | null;
}

export function DesignPoster({ sheet, notice }: DesignPosterProps) {
  const { texts, address } = sheet;
  const { poster: words } = texts.design;
  return (
    <div class="designer">
      <p>
        <a href={`${address}/design`}>{texts.design.back}</a>
      </p>
      <h2>{words.title}</h2>
      <Notice sheet={sheet} notice={notice} />
      <State sheet={sheet} />
    </div>
  );
}

function State({ sheet }: { sheet: Sheet }) {
  const { design, texts, address } = sheet;
  const { poster: words } = texts.design;
  const { passConstructor } = design;
  const isEvent = styleOf(passConstructor) === 'eventTicket';
  const state = posterState(passConstructor);
  if (state === 'none') {
    return (
      <section class="panel">
        <p>{words.none}</p>
      </section>
    );
  }
  const about = state === 'alone' ? words.alone : isEvent ? words.ofEvent : words.ofCard;
  return (
    <DesignForm
      sheet={sheet}
      action={`${address}/design/poster`}
      preview="poster"
      hasSave={hasOwnFields(passConstructor)}
    >
      <section class="designGroup" aria-labelledby="poster">
        <h3 id="poster">{state === 'on' ? words.isOn : words.isOff}</h3>
        <p>{about}</p>
        {state === 'on' ? (
          <>
            {isEvent && <p>{words.eventFields}</p>}
            <p class="actions">
              <a href={`${address}/design/pictures`} class="button plain">
                {words.pictures}
              </a>
              <ActButton
                act={hasOwnFields(passConstructor) ? 'dropPoster' : 'removePoster'}
                words={words.turnOff}
                kind="danger"
              />
            </p>
          </>
        ) : (
          <p>
            <ActButton act="addPoster" words={state === 'alone' ? words.addOlder : words.turnOn} kind="plain" />
          </p>
        )}
      </section>
      {state === 'on' && <Missing sheet={sheet} />}
      {hasOwnFields(passConstructor) && (
        <>
          <p class="quiet">{words.copies}</p>
          <FieldGroups sheet={sheet} tree={POSTER} />
        </>
      )}
    </DesignForm>
  );
}

/** What the newer look lacks, without which phones show the older one. */
function Missing({ sheet }: { sheet: Sheet }) {
  const found = sheet.design.diagnostics.filter(({ code }) => code === 'poster_incomplete');
  if (found.length === 0) return null;
  const { texts, design } = sheet;
  const { poster: words } = texts.design;
  const names = namesIn(design.program, texts.sentences);
  // The labels of the pages that the links lead to: a detail's word is the last part of its path.
  const labels: Readonly<Record<string, string>> = texts.parts.labels;
  const labelOf = (path: string) => labels[path.slice(path.indexOf('_') + 1)];
  return (
    <section class="designGroup" aria-labelledby="missing">
      <h3 id="missing">{words.missing}</h3>
      <p>{words.missingText}</p>
      <ul>
        {found.map(({ path }) => (
          <li key={path}>
            <a href={addressOf(sheet, path)} dir="auto">
              {labelOf(path) ?? names.of(path)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
