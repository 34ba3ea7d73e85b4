// The ledger's clients: each asks for one item after the other, asks again under the same key until
// the server acknowledges the item, and writes down what was acknowledged.
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../fixtures/scenarios/processes.ts';
import { ask, campaignOf, type Kind, type Outcome, type Place, ROUND } from './items.ts';

/** An item that a server acknowledged. Times are ms since 1970. */
export interface Acknowledged {
  /** `batch`: a row of a batch. */
  readonly kind: Kind | 'batch';
  readonly key: string;
  /** The client's number. */
  readonly client: number;
  /** When the client asked for the first time: no later than the item's commit. */
  readonly askedAt: number;
  /** The name of the campaign of an issue. */
  readonly campaign?: string;
  /** The acknowledgement says that there is no pass, because the campaign is full. */
  readonly isRefused?: boolean;
}

export interface Book {
  readonly acknowledged: readonly Acknowledged[];
  /** Requests without an answer, because the connection broke. */
  readonly broken: () => number;
  /** Requests that the server refused. */
  readonly refused: () => number;
  /** Resolves after so many more acknowledged items. Rejects when a client gives up. */
  more(items: number): Promise<void>;
  /** Resolves after so many more refused requests. Rejects when a client gives up. */
  moreRefused(requests: number): Promise<void>;
  /** Lets each client finish its item. Rejects when a client gave up. */
  close(): Promise<void>;
}

/** The pause of a client before it asks again, in ms. */
const PAUSE = 50;
/** A client gives up an item after this time without an acknowledgement, in ms. */
const PATIENCE = 180_000;

/** Starts a client for each place. */
export function openBook(client: Client, places: readonly Place[]): Book {
  const acknowledged: Acknowledged[] = [];
  const counts = { broken: 0, refused: 0 };
  const waiting = new Set<{ isMet(): boolean; resolve(): void; reject(error: unknown): void }>();
  let isOver = false;

  const tell = () => {
    for (const waiter of waiting) {
      if (!waiter.isMet()) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
  };
  const until = (isMet: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      waiting.add({ isMet, resolve, reject });
      tell();
    });

  const perform = async (kind: Kind, key: string, number: number, round: number) => {
    const askedAt = Date.now();
    const place = places[number]!;
    let outcome: Outcome = 'unknown';
    for (;;) {
      try {
        outcome = await ask(client, kind, key, place, round);
        if (outcome !== 'unknown') break;
        counts.refused += 1;
      } catch {
        counts.broken += 1;
      }
      tell();
      if (Date.now() - askedAt > PATIENCE) throw new Error(`${key} was not acknowledged in ${PATIENCE / 1000} s.`);
      await pause(PAUSE);
    }
    const issue = kind === 'issue' ? { campaign: campaignOf(place, round).name, isRefused: outcome === 'full' } : {};
    acknowledged.push({ kind, key, client: number, askedAt, ...issue });
    tell();
  };
  const run = async (number: number) => {
    const kinds = places[number]!.campaigns.length > 0 ? ROUND : ROUND.filter((kind) => kind !== 'issue');
    for (let turn = 0; !isOver; turn++) {
      const kind = kinds[turn % kinds.length]!;
      await perform(kind, `${kind}-${number}-${turn}`, number, Math.floor(turn / kinds.length));
    }
  };
  const clients = Promise.all(places.map((_, number) => run(number)));
  clients.catch((error) => {
    isOver = true;
    for (const waiter of waiting) waiter.reject(error);
    waiting.clear();
  });

  return {
    acknowledged,
    broken: () => counts.broken,
    refused: () => counts.refused,
    more: (items) => {
      const enough = acknowledged.length + items;
      return until(() => acknowledged.length >= enough);
    },
    moreRefused: (requests) => {
      const enough = counts.refused + requests;
      return until(() => counts.refused >= enough);
    },
    close: async () => {
      isOver = true;
      await clients;
    },
  };
}
