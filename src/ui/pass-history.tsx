// Shows the owner which devices have a pass, what happened to the pass, and why.
import type { DeviceInfo } from '../operations/passes/pass-info.ts';
import type { ShownEvent } from '../operations/passes/show-pass.ts';
import { EVENT_NAME, TRIGGER_OF } from '../rules/passes/facts.ts';
import { conditionLine, explainTrace } from '../rules/triggers/explain-trace.ts';
import { type Unchanged, whyUnchanged } from '../rules/triggers/unchanged.ts';
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

/** `events`: newest first. */
export function History({ events, texts: all }: { events: readonly ShownEvent[]; texts: Texts }) {
  const texts = all.editor;
  const hidden = Math.max(0, events.length - MOST_EVENTS);
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">{texts.history}</h2>
      {events.length === 0 && <p class="quiet">{texts.noEvents}</p>}
      <ol class="plainList">
        {events.slice(0, MOST_EVENTS).map((event, position) => (
          <li key={position}>
            <Event event={event} texts={all} />
          </li>
        ))}
      </ol>
      {hidden > 0 && <p class="quiet">{texts.older(hidden)}</p>}
    </section>
  );
}

function Event({ event, texts: { tag, editor: texts, trace: words } }: { event: ShownEvent; texts: Texts }) {
  const { accessType, outcome, logged, trace, time } = event;
  const trigger = TRIGGER_OF[accessType];
  const unchanged = trigger !== null && outcome === 'skipped' ? whyUnchanged(trace) : null;
  return (
    <>
      <strong>{texts.events[EVENT_NAME[accessType]]}</strong>{' '}
      <span class="quiet">
        <Time iso={time} tag={tag} />
        {/* A push runs no triggers, so it never had a trace. */}
        {trigger !== null && ` · ${texts.outcomes[outcome]}`}
        {!logged && ` · ${texts.notLogged}`}
      </span>
      {unchanged !== null && <WhyNothing unchanged={unchanged} words={words} />}
      {/* Where no condition was asked, the sentence above is all that the trace says. */}
      {trigger !== null && unchanged?.conditions.length !== 0 && (
        <details>
          <summary>{texts.why}</summary>
          <pre dir="auto">{explainTrace(trace, words).join('\n')}</pre>
        </details>
      )}
    </>
  );
}

/** Shows the condition that was false with the values that it saw, or why no trigger could run. */
function WhyNothing({ unchanged, words }: { unchanged: Unchanged; words: Texts['trace'] }) {
  return (
    <>
      <p class="reason">{words.unchanged[unchanged.reason]}</p>
      {unchanged.conditions.map((each, position) => (
        <p class="reason" key={position}>
          <code dir="auto">{conditionLine(each)}</code>
        </p>
      ))}
    </>
  );
}

/** Writes a time in UTC and says so, because the server does not know the reader's time zone. */
function Time({ iso, tag }: { iso: string; tag: string }) {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  return <time datetime={iso}>{format.format(Date.parse(iso))} UTC</time>;
}
