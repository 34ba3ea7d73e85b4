// Keeps the owner's clientHash out of stored requests of URL actions: a mark stands for it, and a try
// sends the clientHash as it is by then.
import type { RetriedRequest } from '../../ports/store/webhooks.ts';
import { type JsonObject, mapTexts } from '../../rules/values/values.ts';

/** A noncharacter, because an owner may have typed any word we could choose. */
const MARK = '\uFDD2';

/** A request and its body. */
export interface WholeRequest {
  readonly request: RetriedRequest;
  readonly payload: string;
}

export function concealRequest(whole: WholeRequest, clientHash: string): WholeRequest {
  return mapped(whole, (text) => text.replaceAll(MARK, '').replaceAll(clientHash, MARK));
}

/** `name`: what stands in place of the mark: the clientHash, or its name for people. */
export function revealRequest(whole: WholeRequest, name: string): WholeRequest {
  return mapped(whole, (text) => text.replaceAll(MARK, name));
}

function mapped({ request, payload }: WholeRequest, map: (text: string) => string): WholeRequest {
  const told = mapTexts(request as unknown as JsonObject, map) as unknown as RetriedRequest;
  return { request: told, payload: map(payload) };
}
