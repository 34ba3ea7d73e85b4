// Proves that a server has the same secret key as whoever asks, so that a command finds out whether
// an address leads to its own installation. The answer tells nobody else anything.
import { createHmac } from 'node:crypto';
import type { Context } from '../context.ts';

/** A question: random text, so that an answer is of no use for another one. */
const SHAPE = /^[\w-]{16,64}$/;

/** The answer to a question; null for a text of another shape. */
export function installationProof(settings: Pick<Context['settings'], 'secret'>, question: string): string | null {
  if (!SHAPE.test(question)) return null;
  return createHmac('sha256', settings.secret).update(`installation ${question}`).digest('base64url');
}
