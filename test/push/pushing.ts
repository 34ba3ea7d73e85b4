// A stand-in for APNs and clients of it, which close when the test is over.
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Push } from '../../src/ports/push.ts';
import { openPush, type PushOptions } from '../../src/push/client.ts';
import { afterTest } from '../clean-up.ts';
import { type ApnsStandIn, type StandInOptions, startApnsStandIn } from './apns-stand-in.ts';

/** Listens on a free port of 127.0.0.1 until the test is over, then breaks off open connections. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

export async function standIn(options: StandInOptions): Promise<ApnsStandIn> {
  const started = await startApnsStandIn(options);
  afterTest(() => started.stop());
  return started;
}

/** A client of the stand-in or of a server in its place; it closes after the test. */
export function pushTo(
  { host, port, ca }: Pick<ApnsStandIn, 'host' | 'port' | 'ca'>,
  options: Partial<PushOptions> = {},
): Push {
  const push = openPush({ host, port, ca, pushType: 'background', priority: 5, ...options });
  afterTest(() => push.close());
  return push;
}
