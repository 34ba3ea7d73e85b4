// Hears what other servers have written, over a connection of its own: PostgreSQL tells whoever
// listens after each such commit. A connection that is lost is made again, and news may be missing
// until then. The same connection tells the others that this server lives, because it never waits
// behind changes.
import pg from 'pg';
import { beat, type OwnServer } from './servers.ts';

/** How often to say that this server lives, and to connect again. In ms. */
const POLL = 1000;

/** `kept`: rows that servers remember. `jobs`, `events`: see Connection. */
export type Topic = 'kept' | 'jobs' | 'events';

export interface News {
  /** Tells the other servers, at most once in a while for each topic. */
  tell(topic: Topic): void;
  close(): Promise<void>;
}

export interface Listener {
  heard(topic: Topic): void;
  /** Whether news arrive from now on. */
  connected(isConnected: boolean): void;
}

/** The shortest time between two tellings of a topic, ms: PostgreSQL lets one commit at a time tell. */
const PAUSE = 20;

const TOPICS: readonly Topic[] = ['kept', 'jobs', 'events'];
const channel = (topic: Topic) => `passwright_${topic}`;

/** `urls`: the hosts to try in order. */
export function news(urls: readonly string[], { id, deadAfter }: OwnServer, listener: Listener): News {
  let client: pg.Client | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  const due = new Set<Topic>();
  let telling: ReturnType<typeof setTimeout> | null = null;

  async function connect(): Promise<void> {
    for (const connectionString of urls) {
      const opened = new pg.Client({
        connectionString,
        pipeline: true,
        connectionTimeoutMillis: POLL * 3,
        keepAlive: true,
        query_timeout: POLL * 3,
        application_name: 'passwright news',
      });
      const lose = () => {
        if (client !== opened) return;
        client = null;
        listener.connected(false);
      };
      opened.on('error', lose);
      opened.on('end', lose);
      opened.on('notification', ({ channel: heard, processId }) => {
        // What this server wrote is known here already.
        const topic = TOPICS.find((each) => channel(each) === heard);
        if (topic !== undefined && (topic === 'kept' || processId !== own(opened))) listener.heard(topic);
      });
      try {
        await opened.connect();
        const { rows } = await opened.query('SELECT current_setting(\'transaction_read_only\') AS "readOnly"');
        if (rows[0].readOnly === 'on') throw new Error('The database takes no writes here.');
        // A sign of life that a crash of PostgreSQL takes back is given again.
        await opened.query('SET synchronous_commit = off');
        for (const topic of TOPICS) await opened.query(`LISTEN ${channel(topic)}`);
      } catch {
        opened.end().catch(() => {});
        continue;
      }
      if (closed) {
        await opened.end();
        return;
      }
      client = opened;
      listener.connected(true);
      return;
    }
  }

  async function poll(): Promise<void> {
    try {
      if (client === null) await connect();
      await client?.query({ ...beat, values: [id, deadAfter] });
    } catch {
      const broken = client;
      client = null;
      listener.connected(false);
      broken?.end().catch(() => {});
    }
    if (closed) return;
    timer = setTimeout(() => void poll(), POLL);
    timer.unref();
  }
  const started = poll();

  return {
    tell(topic) {
      due.add(topic);
      telling ??= setTimeout(() => {
        telling = null;
        for (const each of due) client?.query(`NOTIFY ${channel(each)}`).catch(() => {});
        due.clear();
      }, PAUSE).unref();
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      if (telling !== null) clearTimeout(telling);
      await started;
      const open = client;
      client = null;
      await open?.end().catch(() => {});
    },
  };
}

function own(client: pg.Client): number | null {
  return (client as unknown as { readonly processID: number | null }).processID;
}
