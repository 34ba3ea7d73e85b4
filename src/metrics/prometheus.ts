// prom-client behind the Metrics port, with a registry of its own for each app.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../ports/metrics.ts';
import { ACCESS_NAME } from '../rules/passes/facts.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function openMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
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
    help: 'Requests that an overloaded server refused: as many were under way as may be, or the event loop was late.',
    labelNames: ['reason'],
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
  const jobs = new Gauge({
    name: 'passwright_jobs_waiting',
    help: 'Jobs that wait, by kind.',
    labelNames: ['kind'],
    registers,
  });
  const passFiles = new Counter({
    name: 'passwright_pass_files_total',
    help: 'Pass files handed out: signed again, or from memory.',
    labelNames: ['result'],
    registers,
  });
  let watchesProcess = false;

  return {
    request: ({ surface, route, status, seconds }) => requests.observe({ surface, route, status }, seconds),
    failure: (code) => failures.inc({ code }),
    refused: (reason) => refused.inc({ reason }),
    event: (accessType, outcome) => events.inc({ access_type: ACCESS_NAME[accessType], outcome }),
    outbound: (result, seconds) => outbound.observe({ result }, seconds),
    mail: (outcome) => mails.inc({ outcome }),
    deviceMessages({ logged, omitted }) {
      deviceMessages.inc({ result: 'logged' }, logged);
      deviceMessages.inc({ result: 'omitted' }, omitted);
    },
    writeGroup(size, seconds) {
      groupSizes.observe(size);
      groupTimes.observe(seconds);
    },
    async expose(now) {
      // Begin to watch memory, event-loop delay and the like at the first request for metrics,
      // because these watchers never end.
      if (!watchesProcess) collectDefaultMetrics({ register });
      watchesProcess = true;
      jobs.reset();
      for (const [kind, count] of Object.entries(now.waitingJobs)) jobs.set({ kind }, count);
      passFiles.reset();
      for (const [result, count] of Object.entries(now.passFiles)) passFiles.inc({ result }, count);
      return { type: register.contentType, text: await register.metrics() };
    },
  };
}
