// Wraps ports to count their calls, so that neither operations nor adapters know of metrics.
import { methodsOf } from '../port-methods.ts';
import type { Google, GoogleResult } from '../ports/google.ts';
import type { Mailer } from '../ports/mail.ts';
import type { Metrics, TimedSpan } from '../ports/metrics.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Push } from '../ports/push.ts';
import type { Spans } from '../ports/spans.ts';
import type { NewEvent } from '../ports/store/events.ts';
import type { Store } from '../ports/store/store.ts';

/** Whether a parameter of the store brings an event to write: it is one, has one, or decides about one. */
type BringsEvent<P> = P extends NewEvent
  ? true
  : P extends (...given: never[]) => infer Decided
    ? BringsEvent<Decided>
    : P extends readonly (infer Item)[]
      ? BringsEvent<Item>
      : P extends { readonly decide: infer Decide }
        ? BringsEvent<Decide>
        : 'event' extends keyof P
          ? true
          : never;

/** The methods that write events: one that `measuredStore` does not count does not compile. */
type EventMethod = {
  [M in keyof Store]: true extends BringsEvent<Parameters<Store[M]>[number]> ? M : never;
}[keyof Store];

/** Counts each event of the store once the event is committed. */
export function measuredStore(store: Store, metrics: Metrics): Store {
  const count = (event: NewEvent | undefined) => {
    if (event !== undefined) metrics.event(event.accessType, event.outcome);
  };
  /**
   * Counts the event of one change. A store may call `decide` more than once and commits the last
   * decision.
   */
  async function counted<A extends unknown[], C extends { readonly event?: NewEvent }, R>(
    decide: (...given: A) => C,
    call: (noting: (...given: A) => C) => Promise<R>,
  ): Promise<R> {
    let event: NewEvent | undefined;
    const result = await call((...given) => {
      const change = decide(...given);
      event = change.event;
      return change;
    });
    count(event);
    return result;
  }
  /** Counts the events of several changes that the store makes together. */
  async function countedAll<P, S, C extends { readonly event?: NewEvent }, R>(
    passes: readonly (P & { readonly decide: (given: S) => C })[],
    call: (noting: readonly (P & { readonly decide: (given: S) => C })[]) => Promise<R>,
    isWritten: (result: R, index: number) => boolean = () => true,
  ): Promise<R> {
    const events: (NewEvent | undefined)[] = [];
    const noting = passes.map((pass, index) => ({
      ...pass,
      decide: (given: S) => {
        const change = pass.decide(given);
        events[index] = change.event;
        return change;
      },
    }));
    const result = await call(noting);
    for (const [index, event] of events.entries()) if (isWritten(result, index)) count(event);
    return result;
  }
  const counting: Pick<Store, EventMethod> = {
    createPasses: (passes) => countedAll(passes, (noting) => store.createPasses(noting)),
    changePasses: (passes) => countedAll(passes, (noting) => store.changePasses(noting)),
    // What happened elsewhere is no work of this server.
    importHistory: (rows) => store.importHistory(rows),
    importPasses: (passes) => store.importPasses(passes),
    makeBatchPasses: (batchId, step, rows, faultOf) =>
      countedAll(
        rows,
        (noting) => store.makeBatchPasses(batchId, step, noting, faultOf),
        (results, index) => (results?.[index] ?? null) !== null,
      ),
    changeDue: (due, decide) => counted(decide, (noting) => store.changeDue(due, noting)),
    walkPasses: (job, passes, step) =>
      countedAll(
        passes,
        (noting) => store.walkPasses(job, noting, step),
        (results, index) => (results?.[index] ?? null) !== null,
      ),
    openLink: (token, templateHash, decide) => counted(decide, (noting) => store.openLink(token, templateHash, noting)),
    createPass: (templateHash, decide, idempotency) =>
      counted(decide, (noting) => store.createPass(templateHash, noting, idempotency)),
    changePass: (hash, decide, idempotency) => counted(decide, (noting) => store.changePass(hash, noting, idempotency)),
    registerDevice: (hash, device, decide) => counted(decide, (noting) => store.registerDevice(hash, device, noting)),
    unregisterDevice: (hash, device, decide) =>
      counted(decide, (noting) => store.unregisterDevice(hash, device, noting)),
    changeTemplate: (hash, now, decide) => counted(decide, (noting) => store.changeTemplate(hash, now, noting)),
    undoEvent: (hash, decide) => counted(decide, (noting) => store.undoEvent(hash, noting)),
    async pushTemplate(templateId, event) {
      await store.pushTemplate(templateId, event);
      count(event);
    },
  };
  return {
    ...methodsOf(store),
    ...counting,
    async recordPushes(job, outcomes, step, givenUp) {
      const goesOn = await store.recordPushes(job, outcomes, step, givenUp);
      for (const { fate } of outcomes) metrics.pushFate(fate.kind);
      for (let left = givenUp?.devices ?? 0; left > 0; left--) metrics.pushFate('given_up');
      return goesOn;
    },
  };
}

interface Asked {
  readonly outbound: Outbound;
  readonly push: Push;
  readonly google: Google;
  readonly mailer: Mailer;
}

/** Counts and times what is asked of others. */
export function measuredPorts({ outbound, push, google, mailer }: Asked, metrics: Metrics): Asked {
  return {
    outbound: measuredOutbound(outbound, metrics),
    push: measuredPush(push, metrics),
    google: measuredGoogle(google, metrics),
    mailer: measuredMailer(mailer, metrics),
  };
}

/** Times each request of the client. */
function measuredOutbound(outbound: Outbound, metrics: Metrics): Outbound {
  return {
    ...methodsOf(outbound),
    async request(request) {
      const result = await outbound.request(request);
      metrics.outbound(result.ok ? 'ok' : result.reason, result.durationMs / 1000);
      return result;
    },
  };
}

/** Counts each try of the mailer to send a mail. */
export function measuredMailer(mailer: Mailer, metrics: Metrics): Mailer {
  return {
    ...methodsOf(mailer),
    async send(message) {
      const result = await mailer.send(message);
      metrics.mail(result.verdict);
      return result;
    },
  };
}

/** Counts and times what is asked of Google Wallet. */
function measuredGoogle(google: Google, metrics: Pick<Metrics, 'google'>): Google {
  const timed = async (asking: Promise<GoogleResult>): Promise<GoogleResult> => {
    const started = performance.now();
    const result = await asking;
    metrics.google(result.verdict, result.status, (performance.now() - started) / 1000);
    return result;
  };
  return {
    ...methodsOf(google),
    upsertClass: (...call) => timed(google.upsertClass(...call)),
    insertObject: (...call) => timed(google.insertObject(...call)),
    patchObject: (...call) => timed(google.patchObject(...call)),
    check: (...call) => timed(google.check(...call)),
  };
}

/** Counts and times each push. */
function measuredPush(push: Push, metrics: Metrics): Push {
  return {
    ...methodsOf(push),
    async send(identity, pushToken) {
      const started = performance.now();
      const result = await push.send(identity, pushToken);
      metrics.push(result.verdict, result.status, (performance.now() - started) / 1000);
      return result;
    },
  };
}

const TIMED: ReadonlySet<string> = new Set<TimedSpan>(['signPass', 'compileTemplate']);

/** Times the spans that are metrics too, also where no traces are exported. */
export function measuredSpans(spans: Spans, metrics: Metrics): Spans {
  return {
    job: spans.job,
    span(name, fields, work, kind) {
      if (!TIMED.has(name)) return spans.span(name, fields, work, kind);
      const started = performance.now();
      return spans.span(name, fields, work, kind).finally(() => {
        metrics.timed(name as TimedSpan, (performance.now() - started) / 1000);
      });
    },
  };
}
