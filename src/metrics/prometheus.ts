// prom-client behind the Metrics port, with a registry of its own for each app.
import { AggregatorRegistry, Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { LIMIT_NAMES, type Metrics, type PushFate, type ServerMeasures, type TimedSpan } from '../ports/metrics.ts';
import { ACCESS_NAME } from '../rules/passes/facts.ts';
import { openGauges } from './gauges.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Values of labels that are there from the start, so that their first increase is one. */
const FATES: readonly PushFate[] = ['told', 'gone', 'later', 'waiting', 'given_up'];
const VERDICTS = ['delivered', 'refused', 'unavailable'] as const;
const TIMED: readonly TimedSpan[] = ['signPass', 'compileTemplate'];

export function openMetrics(): Metrics {
  /** What each process counts for itself, and what any of them measures of the whole server. */
  const counts = new Registry();
  const measures = new Registry();
  const registers = [counts];
  const requests = new Histogram({
    name: 'passwright_http_request_duration_seconds',
    help: 'Requests by surface, route and status.',
    labelNames: ['surface', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const failures = new Counter({
    name: 'passwright_api_failures_total',
    help: 'Answers of API functions with success false, by error code.',
    labelNames: ['code'],
    registers,
  });
  const refused = new Counter({
    name: 'passwright_requests_refused_total',
    help: 'Requests that an overloaded server refused with 503 before it read them.',
    registers,
  });
  const limits = new Counter({
    name: 'passwright_limits_reached_total',
    help: 'Callers who were refused because a limit was reached, by limit.',
    labelNames: ['limit'],
    registers,
  });
  const events = new Counter({
    name: 'passwright_events_total',
    help: 'Events of passes by access type and what their triggers came to.',
    labelNames: ['access_type', 'outcome'],
    registers,
  });
  const outbound = new Histogram({
    name: 'passwright_outbound_request_duration_seconds',
    help: 'Requests that templates caused, by result: ok whatever the status, or why there was none.',
    labelNames: ['result'],
    buckets: SECONDS,
    registers,
  });
  const pushes = new Histogram({
    name: 'passwright_push_duration_seconds',
    help: 'Pushes to APNs by verdict and HTTP status; none without an answer.',
    labelNames: ['verdict', 'status'],
    buckets: SECONDS,
    registers,
  });
  const google = new Histogram({
    name: 'passwright_google_request_duration_seconds',
    help: 'Calls of Google Wallet by verdict and HTTP status; none without an answer.',
    labelNames: ['verdict', 'status'],
    buckets: SECONDS,
    registers,
  });
  const fates = new Counter({
    name: 'passwright_push_outcomes_total',
    help: 'What jobs of pushes came to, by device: told, gone, later (a job of its own), waiting, or given up.',
    labelNames: ['fate'],
    registers,
  });
  const mails = new Counter({
    name: 'passwright_mails_total',
    help: 'Tries to send a mail: delivered, refused for good, or unavailable, so that it is tried again.',
    labelNames: ['outcome'],
    registers,
  });
  const deviceMessages = new Counter({
    name: 'passwright_device_messages_total',
    help: 'Messages that phones reported: written to the log, or omitted because there were too many.',
    labelNames: ['result'],
    registers,
  });
  const groupSizes = new Histogram({
    name: 'passwright_write_group_size',
    help: 'How many changes were committed together.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const groupTimes = new Histogram({
    name: 'passwright_write_group_duration_seconds',
    help: 'How long a commit took with the changes in it.',
    buckets: SECONDS,
    registers,
  });
  const timed = new Histogram({
    name: 'passwright_work_duration_seconds',
    help: 'How long it took to sign a pass, or to compile a version of a template that passes need.',
    labelNames: ['work'],
    buckets: SECONDS,
    registers,
  });
  const spans = new Counter({
    name: 'passwright_trace_spans_total',
    help: 'Spans of traces that were sent to the collector, or could not be sent.',
    labelNames: ['result'],
    registers,
  });
  for (const limit of LIMIT_NAMES) limits.inc({ limit }, 0);
  for (const fate of FATES) fates.inc({ fate }, 0);
  for (const outcome of VERDICTS) mails.inc({ outcome }, 0);
  for (const work of TIMED) timed.zero({ work });
  for (const result of ['sent', 'failed']) spans.inc({ result }, 0);
  const passFiles = new Counter({
    name: 'passwright_pass_files_total',
    help: 'Pass files handed out: signed again, or from memory.',
    labelNames: ['result'],
    registers,
  });
  const gauges = openGauges([measures]);
  let watchesProcess = false;
  function count(files: ServerMeasures['passFiles']): void {
    // Begin to watch memory, event-loop delay and the like at the first request for metrics,
    // because these watchers never end.
    if (!watchesProcess) collectDefaultMetrics({ register: counts });
    watchesProcess = true;
    passFiles.reset();
    for (const [result, number] of Object.entries(files)) passFiles.inc({ result }, number);
  }

  return {
    request: ({ surface, route, status, seconds }) => requests.observe({ surface, route, status }, seconds),
    failure: (code) => failures.inc({ code }),
    refused: () => refused.inc(),
    limit: (limit) => limits.inc({ limit }),
    event: (accessType, outcome) => events.inc({ access_type: ACCESS_NAME[accessType], outcome }),
    outbound: (result, seconds) => outbound.observe({ result }, seconds),
    push: (verdict, status, seconds) => pushes.observe({ verdict, status: status ?? 'none' }, seconds),
    google: (verdict, status, seconds) => google.observe({ verdict, status: status ?? 'none' }, seconds),
    pushFate: (fate) => fates.inc({ fate }),
    mail: (outcome) => mails.inc({ outcome }),
    deviceMessages({ logged, omitted }) {
      deviceMessages.inc({ result: 'logged' }, logged);
      deviceMessages.inc({ result: 'omitted' }, omitted);
    },
    writeGroup(size, seconds) {
      groupSizes.observe(size);
      groupTimes.observe(seconds);
    },
    timed: (work, seconds) => timed.observe({ work }, seconds),
    spans: (result, count) => spans.inc({ result }, count),
    async counted(files) {
      count(files);
      return counts.getMetricsAsJSON();
    },
    async expose({ passFiles: files, ...now }, counted) {
      count(files);
      gauges(now);
      const all = counted === undefined ? counts : AggregatorRegistry.aggregate(counted as object[]);
      return { type: counts.contentType, text: `${await all.metrics()}\n${await measures.metrics()}` };
    },
  };
}
