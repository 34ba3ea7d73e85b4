// The server ends while it hands a mail over to a mail server that takes its time: the mail goes out when it is back.
import { expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { FROM, startMailServer } from '../fixtures/mail/mail-server.ts';
import { connect } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, openStoreOf, startTill } from '../fixtures/scenarios/till.ts';

/** Writes a mail beside the running server, which finds it at its next look. */
async function enqueue(dataDir: string, hash: string, recipient: string): Promise<void> {
  const store = await openStoreOf(dataDir);
  const createdAt = Date.now();
  const mail = { kind: 'pass_link', language: null, recipient, createdAt, giveUpAt: createdAt + 3_600_000 } as const;
  await store.changePass(hash, () => ({ mail, result: null }));
  await store.close();
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  '%s while a mail is handed over: sent at the restart, once',
  async (signal) => {
    let hold = true;
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const smtp = await startMailServer({
      onRcptTo: (_, __, callback) => (hold ? asked() : callback()),
    });
    afterTest(() => smtp.stop());
    const env = { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: FROM };
    const first = await startTill(env);
    const client = connect(first);
    const pass = await makeCountingPass(client, await login(client));
    await enqueue(first.dataDir, pass, 'one@example.com');
    await isAsked;
    first.child.kill(signal);
    expect((await first.ended).code).toBe(signal === 'SIGTERM' ? 0 : null);
    expect(smtp.received).toEqual([]);

    hold = false;
    const second = await startTill({ ...env, DATA_DIR: first.dataDir });
    await smtp.waitFor(1);
    // Ended in order, it has written what it sent: the next start sends what is new, and nothing else.
    await second.end('SIGTERM');
    const third = await startTill({ ...env, DATA_DIR: first.dataDir });
    await enqueue(first.dataDir, pass, 'two@example.com');
    await smtp.waitFor(2);
    await third.end('SIGTERM');
    expect(smtp.received.map(({ to }) => to)).toEqual([['one@example.com'], ['two@example.com']]);
  },
);
