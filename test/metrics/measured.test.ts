// Adapters may be classes: a measured port has the methods of its class, bound to the instance.
import { expect, test } from 'vitest';
import { measuredMailer } from '../../src/metrics/measured.ts';
import type { Mailer, MailMessage, MailResult } from '../../src/ports/mail.ts';
import type { Metrics } from '../../src/ports/metrics.ts';

class Connection {
  protected open = true;
  close(): void {
    this.open = false;
  }
}

class ClassMailer extends Connection implements Mailer {
  async isSetUp(): Promise<boolean> {
    return true;
  }

  async send(): Promise<MailResult> {
    return this.open
      ? { verdict: 'delivered', messageId: 'one' }
      : { verdict: 'unavailable', reason: 'the connection is closed' };
  }
}

test('a class keeps its own and inherited methods, and each mail is counted', async () => {
  const verdicts: string[] = [];
  const metrics = { mail: (verdict: string) => verdicts.push(verdict) } as unknown as Metrics;
  const mailer = measuredMailer(new ClassMailer(), metrics);
  const message = {} as MailMessage;
  expect(await mailer.send(message)).toEqual({ verdict: 'delivered', messageId: 'one' });
  mailer.close();
  expect(await mailer.send(message)).toMatchObject({ verdict: 'unavailable' });
  expect(verdicts).toEqual(['delivered', 'unavailable']);
});
