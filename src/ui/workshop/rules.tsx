// The rules of a card: per event an ordered list of sentences, with when each last applied and what
// may be done with it.
import type { Child } from 'hono/jsx';
import type { CardRules, ListedRule, RuleList } from '../../operations/templates/rules.ts';
import { homeName } from '../../rules/triggers/rule-homes.ts';
import { shortTime } from '../short-time.ts';
import { en, type Texts } from '../texts/en/index.ts';

/** What the page says after a form. */
export type RulesDone = keyof Texts['rules']['done'];

interface RulesPageProps {
  readonly card: CardRules;
  readonly texts: Texts;
  /** The address of the card's pages. */
  readonly address: string;
  readonly zone: string;
  readonly now: number;
  /** What was done just now; null: nothing. */
  readonly done: string | null;
  readonly joined: boolean;
  /** Whether the person may stop all rules. */
  readonly mayPause: boolean;
  /** What was wrong with the name of steps, and the name; null: nothing. */
  readonly namedWrong: { readonly name: string; readonly fault: string } | null;
  /** What else went wrong; null: nothing. */
  readonly problem: Child | null;
}

export function RulesPage(props: RulesPageProps) {
  const { card, texts, address, done, joined, problem } = props;
  const { rules: words } = texts;
  const events = card.lists.filter(({ home }) => home.kind === 'event');
  return (
    <div class="stack rulesPage">
      {problem !== null && (
        <div class="problems" role="alert">
          {problem}
        </div>
      )}
      {done !== null && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      {joined && (
        <p class="notice unchanged" role="status">
          {words.joined}
        </p>
      )}
      <div class="bar">
        <p class="quiet">{events.length === 0 ? words.none : words.order}</p>
        <p class="ruleLinks">
          <a class="button" href={`${address}/rules/onScan/new`}>
            {words.add}
          </a>
          <a class="button plain" href={`${address}/try`}>
            {words.tryIt}
          </a>
        </p>
      </div>
      {events.map((list) => (
        <List key={homeName(list.home)} {...props} list={list} />
      ))}
      <section class="panel" aria-labelledby="recipes">
        <h2 id="recipes">{words.recipes}</h2>
        <p>{words.recipesText}</p>
        <p>
          <a class="button plain" href={`${address}/rules/recipes`}>
            {words.recipes}
          </a>
        </p>
      </section>
      <section class="panel" aria-labelledby="schedules">
        <h2 id="schedules">{texts.schedules.link}</h2>
        <p>{texts.schedules.linkText}</p>
        <p>
          <a class="button plain" href={`${address}/schedules`}>
            {texts.schedules.link}
          </a>
        </p>
      </section>
      <NamedSteps {...props} />
      {props.mayPause && <PauseAll {...props} />}
    </div>
  );
}

function List(props: RulesPageProps & { readonly list: RuleList }) {
  const { list, texts, address } = props;
  const { rules: words } = texts;
  const name = homeName(list.home);
  return (
    <section aria-labelledby={`of-${name}`}>
      <div class="bar">
        <h2 id={`of-${name}`} dir="auto">
          {list.title}
        </h2>
        {list.home.kind === 'steps' && (
          <a href={`${address}/rules/${encodeURIComponent(name)}/new`} aria-label={`${words.add}: ${list.title}`}>
            {words.add}
          </a>
        )}
      </div>
      {list.rules.length === 0 ? (
        <p class="quiet">{words.noSteps}</p>
      ) : (
        <ol class="rows rules">
          {list.rules.map((rule) => (
            <RuleRow key={rule.number} {...props} rule={rule} />
          ))}
        </ol>
      )}
    </section>
  );
}

type RowProps = RulesPageProps & { readonly list: RuleList; readonly rule: ListedRule };

function RuleRow(props: RowProps) {
  const { rule, list, texts, address } = props;
  const { rules: words } = texts;
  const { number, condition, orders, paused, faults } = rule;
  const own = `${address}/rules/${encodeURIComponent(homeName(list.home))}/${number}`;
  return (
    <li class={paused ? 'isPaused' : undefined} id={`${homeName(list.home)}-${number}`}>
      <p class="ruleWhen" dir="auto">
        <span class="ruleNumber">{number}</span>
        {condition === null ? words.always : words.onlyIf(condition)}
        {paused && <span class="badge">{words.paused}</span>}
      </p>
      <ul class="orders">
        {orders.map((order, position) => (
          <li key={position} dir="auto">
            {order}
          </li>
        ))}
      </ul>
      {faults.map(({ severity, message }) => (
        <p key={message} class={severity === 'error' ? 'error' : 'quiet'} lang={en.tag}>
          {message}
        </p>
      ))}
      <div class="ruleFoot">
        <p class="quiet">
          <Use {...props} />
        </p>
        <a href={own} aria-label={words.editRule(number)}>
          {words.edit}
        </a>
        <details class="ruleMore">
          <summary aria-label={words.moreOf(number)}>{words.more}</summary>
          <form method="post" action={`${own}/change`}>
            <input type="hidden" name="revision" value={props.card.open.revision} />
            <button type="submit" class="button text" name="do" value={paused ? 'resume' : 'pause'}>
              {paused ? words.resume : words.pause}
            </button>
            {number > 1 && (
              <button type="submit" class="button text" name="do" value="up">
                {words.up}
              </button>
            )}
            {number < list.rules.length && (
              <button type="submit" class="button text" name="do" value="down">
                {words.down}
              </button>
            )}
            <a
              class="button text"
              href={`${address}/rules/${encodeURIComponent(homeName(list.home))}/new?${new URLSearchParams({ copy: `${homeName(list.home)}/${number}` })}`}
            >
              {words.copy}
            </a>
            <a class="button danger" href={`${own}/delete`}>
              {words.remove}
            </a>
          </form>
        </details>
      </div>
    </li>
  );
}

/** When the rule last applied. */
function Use({ rule: { use }, list, texts, zone, now }: RowProps) {
  const { rules: words, tag } = texts;
  if (list.home.kind === 'steps') return null;
  if (use === null) return <>{words.draft}</>;
  if (use.appliedAt === null) return <>{words.never}</>;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const isToday = day.format(use.appliedAt) === day.format(now);
  const shown = isToday
    ? words.appliedToday(shortTime(tag, zone, now)(use.appliedAt))
    : words.appliedOn(new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: zone }).format(use.appliedAt));
  return <time datetime={new Date(use.appliedAt).toISOString()}>{shown}</time>;
}

function NamedSteps(props: RulesPageProps) {
  const { card, texts, address, namedWrong } = props;
  const { rules: words } = texts;
  const named = card.lists.filter(({ home }) => home.kind === 'steps');
  return (
    <section class="stack" aria-labelledby="steps">
      <div>
        <h2 id="steps">{words.steps}</h2>
        <p class="quiet">{words.stepsText}</p>
      </div>
      {named.map((list) => (
        <List key={homeName(list.home)} {...props} list={list} />
      ))}
      <form method="post" action={`${address}/rules/steps`} class="form nameSteps">
        <input type="hidden" name="revision" value={card.open.revision} />
        <div class={`field${namedWrong === null ? '' : ' faulty'}`}>
          <label for="steps-name">{words.stepsName}</label>
          {namedWrong !== null && (
            <p class="fault" id="steps-name-fault" role="alert">
              {namedWrong.fault}
            </p>
          )}
          <input
            id="steps-name"
            name="name"
            value={namedWrong?.name ?? ''}
            dir="auto"
            aria-invalid={namedWrong === null ? undefined : 'true'}
            aria-describedby={namedWrong === null ? undefined : 'steps-name-fault'}
          />
        </div>
        <button type="submit" class="button plain">
          {words.stepsAdd}
        </button>
      </form>
    </section>
  );
}

function PauseAll({ card, texts, address }: RulesPageProps) {
  const { rules: words } = texts;
  const { triggersPaused } = card.open.snapshot.template;
  return (
    <section class="panel" aria-labelledby="pause-all">
      <h2 id="pause-all">{triggersPaused ? words.resumeAll : words.pauseAll}</h2>
      <p>{triggersPaused ? words.allPaused : words.pauseAllText}</p>
      <form method="post" action={`${address}/pause`}>
        <input type="hidden" name="paused" value={String(!triggersPaused)} />
        <input type="hidden" name="back" value="rules" />
        <button type="submit" class="button plain">
          {triggersPaused ? words.resumeAll : words.pauseAll}
        </button>
      </form>
    </section>
  );
}

interface DeleteRuleProps {
  readonly sentence: string;
  readonly revision: string;
  readonly texts: Texts;
  /** The addresses of the rule and of the list. */
  readonly own: string;
  readonly back: string;
}

/** Asks before a rule is deleted. */
export function DeleteRule({ sentence, revision, texts, own, back }: DeleteRuleProps) {
  const { rules: words } = texts;
  return (
    <section class="panel" aria-labelledby="delete">
      <h2 id="delete">{words.deleteTitle}</h2>
      <p dir="auto">{sentence}</p>
      <p>{words.deleteText}</p>
      <form method="post" action={`${own}/delete`} class="ruleLinks">
        <input type="hidden" name="revision" value={revision} />
        <button type="submit" class="button danger">
          {words.remove}
        </button>
        <a class="button plain" href={back}>
          {words.keep}
        </a>
      </form>
    </section>
  );
}
