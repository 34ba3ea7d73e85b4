// Collects what one command of the phone did: requests, changes of passes, and warnings. Faults of
// a server are also reported to the server.
import type { Changes } from './changes.ts';
import { identityOf, type PassIdentity } from './pass-json.ts';
import type { HeldPass, Phone } from './state.ts';
import { type Exchange, report, type Send, sender } from './web-service.ts';

export interface PassReport extends Changes {
  readonly serialNumber: string;
  readonly description: string;
  readonly outcome: 'installed' | 'updated' | 'removed';
  readonly voided: boolean;
  /** Whether the phone goes on to ask for updates. */
  readonly updatable: boolean;
}

export interface Report {
  /** The events of passes; an unchanged pass is not listed. */
  readonly passes: readonly PassReport[];
  /** Faults of the server or of the pass. */
  readonly warnings: readonly string[];
  readonly requests: readonly Exchange[];
}

export interface Session {
  readonly phone: Phone;
  readonly send: Send;
  readonly passes: PassReport[];
  readonly warnings: string[];
  readonly requests: Exchange[];
}

export function openSession(phone: Phone): Session {
  const requests: Exchange[] = [];
  return { phone, send: sender(requests), passes: [], warnings: [], requests };
}

export function note(
  session: Session,
  { passJson }: HeldPass,
  outcome: PassReport['outcome'],
  changes: Changes = { fields: [], others: [] },
): void {
  const { serialNumber, webServiceURL } = identityOf(passJson);
  const description = String(passJson.description);
  const voided = passJson.voided === true;
  session.passes.push({ serialNumber, description, outcome, voided, updatable: webServiceURL !== null, ...changes });
}

/** Notes a fault of a server and reports it to the server, as iOS does. */
export async function blame(session: Session, identity: PassIdentity, trouble: string): Promise<void> {
  session.warnings.push(trouble);
  await report(session.send, identity, trouble);
}
