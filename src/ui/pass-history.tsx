// Shows the owner which devices have a pass, what happened to the pass, and why.
import type { DeviceInfo } from '../operations/passes/pass-info.ts';
import type { ShownEvent } from '../operations/passes/show-pass.ts';
import { EVENT_NAME, TRIGGER_OF } from '../rules/passes/facts.ts';
import type { Names } from '../rules/sentences/names.ts';
import { runLines, runSentence } from '../rules/sentences/runs.ts';
import { readTrace } from '../rules/triggers/run-cause.ts';
import type { Texts } from './texts/en/index.ts';

/** Events beyond these are in passTracking. */
const MOST_EVENTS = 50;

export function Devices({ devices, texts: { tag, editor: texts } }: { devices: readonly DeviceInfo[]; texts: Texts }) {
  return (
    <section class="panel" aria-labelledby="devices">
      <h2 id="devices">{texts.devices}</h2>
      {devices.length === 0 ? (
        <p class="quiet">{texts.noDevices}</p>
      ) : (
        <ul class="plainList">
          {devices.map((device) => (
            <li key={device.device}>
              <code>{device.device}</code>{' '}
              <span class="quiet">
                {texts.since} <Time iso={device.registered} tag={tag} />
                {'; '}
                <LastPush device={device} texts={texts} tag={tag} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function LastPush({ device, texts, tag }: { device: DeviceInfo; texts: Texts['editor']; tag: string }) {
  const { lastPush, lastPushStatus, lastPushReason } = device;
  if (lastPush === null) return <>{texts.notPushed}</>;
  const outcome = lastPushStatus === 200 ? texts.accepted : [lastPushStatus, lastPushReason].filter(Boolean).join(' ');
  return (
    <>
      {texts.pushed} <Time iso={lastPush} tag={tag} />: {outcome}
    </>
  );
}

interface HistoryProps {
  /** Newest first. */
  readonly events: readonly ShownEvent[];
  readonly names: Names;
  readonly texts: Texts;
}

export function History({ events, names, texts: all }: HistoryProps) {
  const texts = all.editor;
  const hidden = Math.max(0, events.length - MOST_EVENTS);
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">{texts.history}</h2>
      {events.length === 0 && <p class="quiet">{texts.noEvents}</p>}
      <ol class="plainList">
        {events.slice(0, MOST_EVENTS).map((event, position) => (
          <li key={position}>
            <Event event={event} names={names} texts={all} />
          </li>
        ))}
      </ol>
      {hidden > 0 && <p class="quiet">{texts.older(hidden)}</p>}
    </section>
  );
}

function Event({ event, names, texts: { tag, editor: texts } }: { event: ShownEvent; names: Names; texts: Texts }) {
  const { accessType, outcome, logged, time, changed } = event;
  const trigger = TRIGGER_OF[accessType];
  const trace = readTrace(event.trace);
  const sentence = runSentence({ accessType, trace, changed }, names);
  return (
    <>
      <strong>{texts.events[EVENT_NAME[accessType]]}</strong>{' '}
      <span class="quiet">
        <Time iso={time} tag={tag} />
        {/* A push runs no triggers, so it never had a trace. */}
        {trigger !== null && ` · ${texts.outcomes[outcome]}`}
        {!logged && ` · ${texts.notLogged}`}
      </span>
      {sentence !== null && (
        <p class="reason" dir="auto">
          {sentence}
        </p>
      )}
      {/* Without an action the sentence above is all that the trace says. */}
      {trace !== null && trace.actions.length > 0 && (
        <details>
          <summary>{texts.why}</summary>
          <pre dir="auto">{runLines(trace, names).join('\n')}</pre>
        </details>
      )}
    </>
  );
}

/** Writes a time in UTC and says so, because the server does not know the reader's time zone. */
function Time({ iso, tag }: { iso: string; tag: string }) {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  return <time datetime={iso}>{format.format(Date.parse(iso))} UTC</time>;
}
