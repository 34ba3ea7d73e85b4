// The pages on which a card is copied, deleted and tried out.
import type { Child } from 'hono/jsx';
import type { TestCard } from '../../operations/templates/manage-card.ts';
import { Problems } from '../form-problems.tsx';
import type { ShortTime } from '../short-time.ts';
import type { Texts } from '../texts/en/index.ts';
import { TextField } from './text-field.tsx';

interface OfCard {
  /** The address of the card's pages. */
  readonly address: string;
  readonly texts: Texts;
  readonly name: string;
}

interface ActionsProps {
  readonly address: string;
  readonly texts: Texts;
  readonly may: { readonly send: boolean; readonly rules: boolean };
}

/** The ways to the pages below, on the card's overview. */
export function CardActions({ address, texts: { cards: words }, may }: ActionsProps) {
  if (!may.send) return null;
  return (
    <section class="panel" aria-labelledby="whole">
      <h2 id="whole">{words.whole}</h2>
      <ul class="plainList">
        <li>
          <a href={`${address}/test`}>{words.testTitle}</a> <span class="quiet">{words.testShort}</span>
        </li>
        {may.rules && (
          <>
            <li>
              <a href={`${address}/copy`}>{words.copyTitle}</a>
            </li>
            <li>
              <a href={`${address}/delete`}>{words.deleteTitle}</a>
            </li>
          </>
        )}
      </ul>
    </section>
  );
}

export function CopyCard({ address, texts, typed, fault }: OfCard & { typed: string; fault: Child | null }) {
  const { cards: words } = texts;
  return (
    <>
      <h2>{words.copyTitle}</h2>
      <p>{words.copyText}</p>
      {fault !== null && <Problems problem={null} faulty={[{ target: 'name', fault }]} texts={texts.form} />}
      <form method="post" action={`${address}/copy`} class="form">
        <TextField id="name" label={words.name} fault={fault}>
          {(attributes) => <input {...attributes} name="name" value={typed} maxlength={200} required dir="auto" />}
        </TextField>
        <p class="actions">
          <button type="submit" class="button">
            {words.copy}
          </button>
          <a href={address}>{words.cancel}</a>
        </p>
      </form>
    </>
  );
}

interface DeleteProps extends OfCard {
  /** How many passes go with the card, and how many of them are on phones. */
  readonly counts: { readonly created: number; readonly onPhones: number };
  readonly typed: string;
  /** Whether another name was typed. */
  readonly isWrong: boolean;
}

export function DeleteCard({ address, texts, name, counts, typed, isWrong }: DeleteProps) {
  const { cards: words, tag } = texts;
  const { created, onPhones } = counts;
  const fault = isWrong ? words.wrongName(name) : null;
  return (
    <>
      <h2>{words.deleteTitle}</h2>
      <p>{words.deleteWarning}</p>
      <ul>
        {created === 0 ? (
          <li>{words.deleteNobody}</li>
        ) : (
          <>
            <li>
              {words.deletePasses(created, created.toLocaleString(tag))};{' '}
              {words.deletePhones(onPhones, onPhones.toLocaleString(tag))}
            </li>
            <li>{words.deleteEvents}</li>
          </>
        )}
      </ul>
      <p class="quiet">{words.deleteInstead}</p>
      {fault !== null && <Problems problem={null} faulty={[{ target: 'name', fault }]} texts={texts.form} />}
      <form method="post" action={`${address}/delete`} class="form">
        <p dir="auto">
          {words.typeName} <strong>{name}</strong>
        </p>
        <TextField id="name" label={words.name} fault={fault}>
          {(attributes) => <input {...attributes} name="name" value={typed} required dir="auto" autocomplete="off" />}
        </TextField>
        <p class="actions">
          <button type="submit" class="button danger">
            {words.delete}
          </button>
          <a href={address}>{words.cancel}</a>
        </p>
      </form>
    </>
  );
}

interface TestsProps extends OfCard {
  readonly base: string;
  readonly passes: readonly TestCard[];
  readonly clock: ShortTime;
}

export function TestCards({ base, address, texts, name, passes, clock }: TestsProps) {
  const { cards: words } = texts;
  return (
    <div class="stack">
      <h2>{words.testTitle}</h2>
      <p>{words.testText}</p>
      <form method="post" action={`${address}/test`}>
        <button type="submit" class="button">
          {words.makeTest}
        </button>
      </form>
      {passes.length === 0 ? (
        <p class="panel quiet">{words.noTests}</p>
      ) : (
        <>
          <ul class="rows">
            {passes.map(({ hash, createdAt, wasInstalled }, index) => (
              <li>
                <a href={`${base}/pass/create.php?hashedSerialNumber=${hash}`} dir="auto">
                  {name} {passes.length - index}
                </a>{' '}
                <span class="quiet">
                  {words.madeAt} <time datetime={new Date(createdAt).toISOString()}>{clock(createdAt)}</time>
                  {wasInstalled && ` · ${words.onPhone}`}
                </span>
              </li>
            ))}
          </ul>
          <form method="post" action={`${address}/test/delete`}>
            <button type="submit" class="button danger">
              {words.deleteTests(passes.length)}
            </button>
          </form>
        </>
      )}
    </div>
  );
}
