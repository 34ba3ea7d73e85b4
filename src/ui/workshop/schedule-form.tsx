// The form of one schedule: when, for whom, and what then. Every button sends the form, so that it works
// without a script; what was typed comes back each time.
import type { Child } from 'hono/jsx';
import type { OpenSchedule } from '../../operations/schedules/edit-schedule.ts';
import { CAP_PERIODS, LATE, SCHEDULE_STATES, WEEKDAYS } from '../../rules/schedules/schedule.ts';
import { FORM_KINDS, isFormKind, KIND_INPUTS, type ScheduleInput } from '../../rules/schedules/schedule-form.ts';
import type { Texts } from '../texts/en/index.ts';
import { RuleCondition } from './rule-condition.tsx';
import { FaultLinks } from './rule-edit.tsx';
import { RuleFrame, type RuleFrameProps } from './rule-frame.tsx';
import { PlaceSelect } from './rule-places.tsx';
import { RuleSteps } from './rule-steps.tsx';
import { ScheduleSentences } from './schedule-words.tsx';

export interface ScheduleFormProps extends RuleFrameProps {
  readonly schedule: OpenSchedule;
}

export function ScheduleFormPage(props: ScheduleFormProps) {
  const { texts, schedule, back } = props;
  const { schedules: words } = texts;
  if (schedule.isTooLong) {
    return (
      <section class="panel">
        <p>{words.tooLong}</p>
        <a class="button plain" href={back}>
          {words.toList}
        </a>
      </section>
    );
  }
  return (
    <RuleFrame
      {...props}
      title={schedule.number === null ? words.newTitle : words.editTitle}
      faults={<Faults {...props} />}
      inner={<ScheduleInner {...props} />}
      values={schedule.values}
    />
  );
}

function Faults({ schedule, texts }: ScheduleFormProps) {
  const { schedules: words } = texts;
  const { wrong } = schedule;
  return (
    <>
      {wrong !== null && (
        <ul>
          {wrong.isFull && <li>{words.full}</li>}
          {wrong.isTaken && (
            <li>
              <a href="#schedule-name">{words.nameTaken}</a>
            </li>
          )}
          {wrong.inputs.map((input) => (
            <li key={input}>
              <a href={`#schedule-${input}`}>{words.formFaults[input]}</a>
            </li>
          ))}
        </ul>
      )}
      <FaultLinks rule={schedule} texts={texts} />
    </>
  );
}

/** What changes while the form is filled in. */
export function ScheduleInner(props: ScheduleFormProps) {
  const { schedule, texts } = props;
  const { schedules: words } = texts;
  return (
    <>
      <input type="hidden" name="revision" value={schedule.open.revision} />
      <input type="hidden" name="mark" value={schedule.mark} />
      <fieldset>
        <legend>{words.when}</legend>
        <Text {...props} input="name" />
        <Choice
          {...props}
          input="kind"
          isLive={false}
          options={FORM_KINDS.map((kind) => [kind, words.kinds[kind]] as const)}
        />
        <p class="needsNoScript">
          <button type="submit" class="button text" name="do" value="show" data-press>
            {texts.rules.show}
          </button>
        </p>
        <KindInputs {...props} />
        <Choice
          {...props}
          input="state"
          options={SCHEDULE_STATES.map((state) => [state, words.states[state]] as const)}
        />
      </fieldset>
      <RuleCondition rule={schedule} texts={texts} />
      <Segment {...props} />
      <RuleSteps rule={schedule} texts={texts} onlyIf={schedule.onlyIf} />
      <fieldset>
        <legend>{words.limits}</legend>
        <Text {...props} input="times" kind="number" hint={words.timesHint} />
        <Choice {...props} input="per" options={CAP_PERIODS.map((per) => [per, words.periods[per]] as const)} />
        <Text {...props} input="quietFrom" kind="time" hint={words.quietHint} />
        <Text {...props} input="quietTo" kind="time" />
        <Choice {...props} input="late" options={LATE.map((late) => [late, words.lates[late]] as const)} />
        <Choice
          {...props}
          input="zone"
          options={[['', words.usualZone], ...schedule.zones.map((zone) => [zone, zone] as const)]}
        />
      </fieldset>
      <section class="reads" aria-label={texts.rules.reads} aria-live="polite" data-reads>
        {schedule.said === null ? <p>{words.notYet}</p> : <ScheduleSentences said={schedule.said} texts={texts} />}
      </section>
    </>
  );
}

function KindInputs(props: ScheduleFormProps) {
  const { schedule, texts } = props;
  const { schedules: words } = texts;
  const { kind } = schedule.texts;
  const inputs: readonly ScheduleInput[] = isFormKind(kind) ? KIND_INPUTS[kind] : [];
  const has = (input: ScheduleInput) => inputs.includes(input);
  const monthdays = Array.from({ length: 31 }, (_, day) => String(day + 1));
  return (
    <>
      {has('weekday') && (
        <Choice
          {...props}
          input="weekday"
          options={WEEKDAYS.map((day) => [day, texts.sentences.weekdays[day]] as const)}
        />
      )}
      {has('monthday') && (
        <Choice
          {...props}
          input="monthday"
          options={[...monthdays.map((day) => [day, day] as const), ['last', words.lastDay] as const]}
        />
      )}
      {has('days') && <Text {...props} input="days" kind="number" />}
      {has('side') && (
        <Choice
          {...props}
          input="side"
          options={(['before', 'after'] as const).map((side) => [side, words.sides[side]])}
        />
      )}
      {has('date') && (
        <Field {...props} input="date">
          <PlaceSelect
            id="schedule-date"
            name="date"
            value={schedule.texts.date}
            places={schedule.places}
            nameOf={schedule.nameOf}
            texts={texts}
            isFaulty={isFaulty(props, 'date')}
          />
        </Field>
      )}
      {has('at') && <Text {...props} input="at" kind="time" hint={kind === 'without' ? words.atHint : undefined} />}
      {has('yearly') && (
        <label class="tick">
          <input type="checkbox" name="yearly" value="yes" checked={schedule.texts.yearly === 'yes'} data-live />{' '}
          {words.inputs.yearly}
        </label>
      )}
    </>
  );
}

function Segment(props: ScheduleFormProps) {
  const { schedule, texts } = props;
  const { schedules: words } = texts;
  const { segment } = schedule.texts;
  if (schedule.segments.length === 0 && segment === '') return <input type="hidden" name="segment" value="" />;
  const isMissing = segment !== '' && !schedule.segments.includes(segment);
  return (
    <Choice
      {...props}
      input="segment"
      options={[
        ['', words.anySegment],
        ...(isMissing ? [[segment, words.segmentGone(segment)] as const] : []),
        ...schedule.segments.map((name) => [name, name] as const),
      ]}
    />
  );
}

function isFaulty({ schedule: { wrong } }: ScheduleFormProps, input: ScheduleInput): boolean {
  return wrong !== null && (wrong.inputs.includes(input) || (input === 'name' && wrong.isTaken));
}

interface FieldProps extends ScheduleFormProps {
  readonly input: ScheduleInput;
  readonly hint?: string | undefined;
}

function Field(props: FieldProps & { readonly children: Child }) {
  const { input, hint, texts, schedule, children } = props;
  const { schedules: words } = texts;
  const wrong = isFaulty(props, input);
  const isTaken = input === 'name' && schedule.wrong?.isTaken === true;
  return (
    <div class={`field${wrong ? ' faulty' : ''}`}>
      <label for={`schedule-${input}`}>{words.inputs[input]}</label>
      {hint !== undefined && (
        <p class="hint" id={`schedule-${input}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="fault" id={`schedule-${input}-fault`}>
          {isTaken ? words.nameTaken : words.formFaults[input]}
        </p>
      )}
      {children}
    </div>
  );
}

function described(props: FieldProps): string | undefined {
  const ids = [
    ...(props.hint === undefined ? [] : [`schedule-${props.input}-hint`]),
    ...(isFaulty(props, props.input) ? [`schedule-${props.input}-fault`] : []),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

function Text(props: FieldProps & { readonly kind?: 'time' | 'number' }) {
  const { input, schedule, kind } = props;
  const value = schedule.texts[input];
  // An input of the type time drops a text that is none, and nobody would see what is wrong.
  const isTime = kind === 'time' && (value === '' || /^\d\d:\d\d$/.test(value));
  return (
    <Field {...props}>
      <input
        id={`schedule-${input}`}
        name={input}
        value={value}
        type={isTime ? 'time' : undefined}
        inputmode={kind === 'number' ? 'numeric' : undefined}
        dir="auto"
        autocomplete="off"
        aria-invalid={isFaulty(props, input) ? 'true' : undefined}
        aria-describedby={described(props)}
        data-live
      />
    </Field>
  );
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly (readonly [value: string, name: string])[];
  /** Whether a choice leaves the form's inputs as they are. */
  readonly isLive?: boolean;
}

function Choice(props: ChoiceProps) {
  const { input, options, schedule, isLive = true } = props;
  const value = schedule.texts[input];
  const isListed = options.some(([each]) => each === value);
  return (
    <Field {...props}>
      <select
        id={`schedule-${input}`}
        name={input}
        data-live={isLive ? true : undefined}
        data-press={isLive ? undefined : 'show'}
        aria-invalid={isFaulty(props, input) ? 'true' : undefined}
        aria-describedby={described(props)}
      >
        {!isListed && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {options.map(([each, name]) => (
          <option key={each} value={each} selected={each === value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface DeleteScheduleProps {
  readonly name: string;
  readonly revision: string;
  readonly texts: Texts;
  /** The addresses of the schedule and of the list. */
  readonly own: string;
  readonly back: string;
}

/** Asks before a schedule is deleted. */
export function DeleteSchedule({ name, revision, texts, own, back }: DeleteScheduleProps) {
  const { schedules: words, rules } = texts;
  return (
    <section class="panel" aria-labelledby="delete">
      <h2 id="delete">{words.deleteTitle}</h2>
      <p dir="auto">{name}</p>
      <p>{rules.deleteText}</p>
      <form method="post" action={`${own}/delete`} class="ruleLinks">
        <input type="hidden" name="revision" value={revision} />
        <button type="submit" class="button danger">
          {rules.remove}
        </button>
        <a class="button plain" href={back}>
          {rules.keep}
        </a>
      </form>
    </section>
  );
}
