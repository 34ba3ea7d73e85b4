// Wraps ports to count their calls, so that neither operations nor adapters know of metrics.
import type { Mailer } from '../ports/mail.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Outbound } from '../ports/outbound.ts';
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
    makeBatchPasses: (batchId, step, rows, faultOf) =>
      countedAll(
        rows,
        (noting) => store.makeBatchPasses(batchId, step, noting, faultOf),
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
  return { ...methodsOf(store), ...counting };
}

/** Times each request of the client. */
export function measuredOutbound(outbound: Outbound, metrics: Metrics): Outbound {
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

/**
 * The methods of a port, bound to the port. A spread of the port is not enough: an adapter may be a
 * class, and a spread of an instance leaves out its methods.
 */
function methodsOf<T extends object>(port: T): T {
  const methods: Record<string, unknown> = {};
  for (let from: object = port; from !== Object.prototype && from !== null; from = Object.getPrototypeOf(from)) {
    for (const name of Object.getOwnPropertyNames(from)) {
      if (name === 'constructor' || Object.hasOwn(methods, name)) continue;
      const value: unknown = Reflect.get(port, name);
      methods[name] = typeof value === 'function' ? value.bind(port) : value;
    }
  }
  return methods as T;
}
