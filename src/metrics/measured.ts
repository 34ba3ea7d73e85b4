// Adapters that are counted, so that neither operations nor adapters know of metrics.
import type { Metrics } from '../ports/metrics.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { NewEvent, Store } from '../ports/store.ts';

/** The store, with each event counted once it is committed. */
export function measuredStore(store: Store, metrics: Metrics): Store {
  const count = (event: NewEvent | undefined) => {
    if (event !== undefined) metrics.event(event.accessType, event.outcome);
  };
  return {
    ...store,
    async createPass(templateHash, decide, idempotency) {
      // A store may decide more than once; what it decided last is what it committed.
      let event: NewEvent | undefined;
      const noting: typeof decide = (snapshot) => {
        const creation = decide(snapshot);
        event = creation.event;
        return creation;
      };
      const outcome = await store.createPass(templateHash, noting, idempotency);
      count(event);
      return outcome;
    },
    async changePass(hash, decide, idempotency) {
      let event: NewEvent | undefined;
      const noting: typeof decide = (snapshot) => {
        const change = decide(snapshot);
        event = change.event;
        return change;
      };
      const outcome = await store.changePass(hash, noting, idempotency);
      count(event);
      return outcome;
    },
    async registerDevice(hash, device, decide) {
      let event: NewEvent | undefined;
      const result = await store.registerDevice(hash, device, (snapshot, isNew) => {
        const change = decide(snapshot, isNew);
        event = change.event;
        return change;
      });
      count(event);
      return result;
    },
    async unregisterDevice(hash, device, decide) {
      let event: NewEvent | undefined;
      const result = await store.unregisterDevice(hash, device, (snapshot, wasRegistered) => {
        const change = decide(snapshot, wasRegistered);
        event = change.event;
        return change;
      });
      count(event);
      return result;
    },
    async pushTemplate(templateId, event) {
      await store.pushTemplate(templateId, event);
      count(event);
    },
  };
}

/** The client, with each request timed. */
export function measuredOutbound(outbound: Outbound, metrics: Metrics): Outbound {
  return {
    ...outbound,
    async request(request) {
      const result = await outbound.request(request);
      metrics.outbound(result.ok ? 'ok' : result.reason, result.durationMs / 1000);
      return result;
    },
  };
}
