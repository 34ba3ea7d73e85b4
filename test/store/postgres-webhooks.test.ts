// Two servers on one PostgreSQL share the messages to webhooks, and keep the order of each pass.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';

let all: Databases;
let one: Store;
let two: Store;
/** A server that takes every other one for dead at once. */
let impatient: Store;

beforeAll(async () => {
  all = await databases();
  const url = await all.empty();
  one = await openPostgresStore({ url });
  two = await openPostgresStore({ url });
  impatient = await openPostgresStore({ url, deadAfter: 0 });
});
afterAll(async () => {
  await Promise.all([one, two, impatient].map((store) => store.close()));
  await all.stop();
});

const ids = (pieces: readonly { readonly id: number }[]) => pieces.map(({ id }) => id);
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

test('two servers that claim at once get different ones, and none of a pass out of its order', async () => {
  const { accountId } = await templateIn(one);
  const rule = { events: ['pass.scanned'], templateHash: null, condition: null } as const;
  const secret = { encryptedSecret: new Uint8Array([1]), createdAt: T0 };
  const made = { accountId, kind: 'endpoint', url: 'https://shop.example/', description: '' } as const;
  const webhookId = (await one.createWebhook({ ...made, ...rule, ...secret }, 20))!.id;
  const message = (publicId: string) =>
    ({ webhookId, publicId, type: 'pass.scanned', payload: '{}', createdAt: T0 }) as const;
  for (const hash of names(6)) {
    await passIn(one, hash, { messages: [message(`${hash} first`)] });
    await one.changePass(hash, () => ({ messages: [message(`${hash} second`)], result: null }));
  }
  const [a, b] = await Promise.all([one.claimMessages(50, T0), two.claimMessages(50, T0)]);
  const taken = [...a!, ...b!];
  expect(new Set(ids(taken)).size).toBe(taken.length);
  expect(taken.every(({ publicId }) => publicId.endsWith('first'))).toBe(true);
  expect(a!.length).toBeLessThanOrEqual(4);
  const [first] = a!;
  const attempt = { time: T0 + 1, status: 200, durationMs: 1, answer: '' };
  // A change and the end of the message before it at once: the later message is not forgotten.
  const pass = first!.publicId.split(' ')[0]!;
  await Promise.all([
    one.recordAttempt(first!, attempt, { kind: 'delivered' }),
    two.changePass(pass, () => ({ messages: [message(`${pass} third`)], result: null })),
  ]);
  const rest = await impatient.claimMessages(50, T0 + 1);
  expect(rest).toHaveLength(4);
  const next = await two.messageOf(accountId, `${pass} second`);
  expect(next).toMatchObject({ dueAt: T0 + 1 });
  await two.recordAttempt(next!, attempt, { kind: 'delivered' });
  expect(await two.messageOf(accountId, `${pass} third`)).toMatchObject({ dueAt: T0 + 1 });
});
