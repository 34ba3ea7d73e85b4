// Wraps ports so that each call is a span inside the span of its request or job. Neither operations
// nor adapters know of it.
import { methodsOf } from '../port-methods.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mail.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Push } from '../ports/push.ts';
import type { Span, SpanFields, Tracing } from '../ports/spans.ts';
import type { Store } from '../ports/store/store.ts';

type Call = (...given: unknown[]) => unknown;
type Note = (subject: string) => void;

/** The methods of the store that answer no promise, its end, and work that is more than the store's. */
const WITHOUT_SPAN: ReadonlySet<string> = new Set<keyof Store>([
  'watchJobs',
  'watchEvents',
  'isShared',
  'inTurn',
  'close',
]);

/** Methods that write a job about the row whose id is their first parameter. */
const CAUSES: Readonly<Partial<Record<string, string>>> = {
  pushTemplate: 'template',
  startBatch: 'batch',
  resumeBatch: 'batch',
  startMailing: 'batch',
} satisfies Partial<Record<keyof Store, string>>;

/** The ports whose calls are spans. */
export interface TracedPorts {
  readonly store: Store;
  readonly outbound: Outbound;
  readonly push: Push;
  readonly mailer: Mailer;
  readonly pictures: Pictures;
}

/** `system`: the database of the store, as OpenTelemetry names it. */
export function tracedPorts(
  { store, outbound, push, mailer, pictures }: TracedPorts,
  tracing: Tracing,
  system: 'sqlite' | 'postgresql',
): TracedPorts {
  return {
    store: tracedStore(store, tracing, system),
    outbound: tracedOutbound(outbound, tracing),
    push: tracedPush(push, tracing),
    mailer: tracedMailer(mailer, tracing),
    pictures: tracedPictures(pictures, tracing),
  };
}

function tracedStore(store: Store, tracing: Tracing, system: string): Store {
  const methods = methodsOf(store) as unknown as Record<string, Call>;
  const traced = Object.entries(methods).map(([name, method]): [string, Call] => {
    if (WITHOUT_SPAN.has(name)) return [name, method];
    const fields = { 'db.system.name': system, 'db.operation.name': name };
    const about = CAUSES[name];
    const call = (given: unknown[], span: Span) => {
      // Decisions run inside a commit, where no span of this request is at work.
      const place = tracing.place();
      if (place === null) return method(...given) as Promise<unknown>;
      const note = (subject: string) => tracing.noteCause(subject, place);
      if (about !== undefined) note(`${about}:${given[0]}`);
      return method(...given.map((parameter) => noting(parameter, note, span))) as Promise<unknown>;
    };
    return [name, (...given) => tracing.span(`store.${name}`, fields, (span) => call(given, span), 'client')];
  });
  return {
    ...(Object.fromEntries(traced) as unknown as Store),
    // A commit of whichever request calls these.
    watchJobs: (notify) => store.watchJobs(tracing.bound(notify)),
    watchEvents: (notify) => store.watchEvents(tracing.bound(notify)),
  };
}

/**
 * The same parameter; where it decides about a pass or template, or a list's items do, the decision
 * also notes the cause of the jobs that follow.
 */
function noting(parameter: unknown, note: Note, span: Span): unknown {
  if (typeof parameter === 'function') return deciding(parameter as Call, note, span);
  if (!Array.isArray(parameter) || typeof parameter[0]?.decide !== 'function') return parameter;
  return parameter.map((item) => ({ ...item, decide: deciding(item.decide, note, span) }));
}

/** What decisions see and make, as far as it names what they are about. */
interface Seen {
  readonly pass?: { readonly id: number; readonly hash: string };
  readonly template?: { readonly id: number };
}
interface Made {
  readonly create?: { readonly hash: string } | null;
  readonly event?: { readonly outcome: string };
}

function deciding(decide: Call, note: Note, span: Span): Call {
  return (...given) => {
    const [seen] = given as [Seen | undefined];
    let made: Made | null;
    try {
      made = decide(...given) as Made | null;
    } catch (error) {
      span.refuse();
      throw error;
    }
    if (seen?.pass !== undefined) {
      note(`pass:${seen.pass.id}`);
      note(`mail:${seen.pass.hash}`);
    } else if (seen?.template !== undefined) {
      note(`template:${seen.template.id}`);
    }
    if (made?.event !== undefined) span.set({ 'passwright.outcome': made.event.outcome });
    if (made?.create) note(`mail:${made.create.hash}`);
    return made;
  };
}

/** A span for each call of one method of a port. `said`: what the answer says, without its texts. */
function spanOf<G extends unknown[], R>(
  tracing: Tracing,
  name: string,
  call: (...given: G) => Promise<R>,
  said: (result: R) => SpanFields,
): (...given: G) => Promise<R> {
  const work = async (given: G, span: Span) => {
    const result = await call(...given);
    span.set(said(result));
    return result;
  };
  return (...given) => tracing.span(name, {}, (span) => work(given, span), 'client');
}

function tracedOutbound(outbound: Outbound, tracing: Tracing): Outbound {
  const own = methodsOf(outbound);
  const request = spanOf(tracing, 'outbound.request', own.request, (result) =>
    result.ok
      ? { 'passwright.result': 'ok', 'http.response.status_code': result.status }
      : { 'passwright.result': result.reason },
  );
  return { ...own, request };
}

function tracedPush(push: Push, tracing: Tracing): Push {
  const own = methodsOf(push);
  const send = spanOf(tracing, 'push.send', own.send, ({ verdict, status }) => ({
    'passwright.result': verdict,
    ...(status === null ? {} : { 'http.response.status_code': status }),
  }));
  return { ...own, send };
}

function tracedMailer(mailer: Mailer, tracing: Tracing): Mailer {
  const own = methodsOf(mailer);
  return { ...own, send: spanOf(tracing, 'mail.send', own.send, ({ verdict }) => ({ 'passwright.result': verdict })) };
}

function tracedPictures(pictures: Pictures, tracing: Tracing): Pictures {
  const own = methodsOf(pictures);
  return {
    ...own,
    clean: spanOf(tracing, 'pictures.clean', own.clean, () => ({})),
    forCaller: (caller) => tracedPictures(own.forCaller(caller), tracing),
  };
}

/** Adds the id of the trace at work to each line. */
export function tracedLog(log: Log, tracing: Tracing): Log {
  const told = (fields: Readonly<Record<string, unknown>>) => {
    const traceId = tracing.traceId();
    return traceId === null ? fields : { ...fields, traceId };
  };
  return {
    info: (fields, message) => log.info(told(fields), message),
    warn: (fields, message) => log.warn(told(fields), message),
    error: (fields, message) => log.error(told(fields), message),
    with: (fields) => tracedLog(log.with(fields), tracing),
  };
}
