// Stores the Android phone between two commands, in a JSON file: who it is, its cards, and what it
// heard last.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readStateFile, writeStateFile } from '../state.ts';
import { STAND_IN_RESOURCES } from './check-body.ts';

const body = z.record(z.string(), z.unknown());
const shape = z.object({
  id: z.string().min(1),
  cards: z.array(
    z.object({
      /** The address of the stand-in that the card is from. */
      google: z.string(),
      resource: z.enum(STAND_IN_RESOURCES),
      object: body,
      class: body,
    }),
  ),
  /** The last state and notice of each stand-in, by its address. */
  heard: z.record(z.string(), z.object({ version: z.number(), notice: z.number() })),
});

export type AndroidPhone = z.infer<typeof shape>;
export type HeldCard = AndroidPhone['cards'][number];

export function newAndroidPhone(): AndroidPhone {
  return { id: randomBytes(16).toString('hex'), cards: [], heard: {} };
}

/** As readPhone of `device/state.ts`. */
export async function readAndroidPhone(file: string): Promise<AndroidPhone> {
  return readStateFile(file, shape, newAndroidPhone);
}

export async function writeAndroidPhone(file: string, phone: AndroidPhone): Promise<void> {
  await writeStateFile(file, phone);
}
