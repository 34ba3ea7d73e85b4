// Where traces go, by OpenTelemetry's own settings.
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const COLLECTOR = 'http://127.0.0.1:4318';
const ALL = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TRACES = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';

const cases: readonly (readonly [env: Readonly<Record<string, string>>, url: string | null])[] = [
  [{}, null],
  [{ [ALL]: '' }, null],
  [{ [ALL]: COLLECTOR }, `${COLLECTOR}/v1/traces`],
  [{ [ALL]: `${COLLECTOR}/` }, `${COLLECTOR}/v1/traces`],
  [{ [ALL]: `${COLLECTOR}/below` }, `${COLLECTOR}/below/v1/traces`],
  [{ [TRACES]: `${COLLECTOR}/own/` }, `${COLLECTOR}/own/`],
  [{ [ALL]: COLLECTOR, [TRACES]: 'https://traces.example.com/otlp' }, 'https://traces.example.com/otlp'],
  [{ [ALL]: COLLECTOR, OTEL_SDK_DISABLED: 'true' }, null],
];

test.each(cases)('%j', (env, url) => {
  expect(readConfig(env, false).tracesUrl).toBe(url);
});

test.each(['localhost:4318', 'grpc://127.0.0.1:4317', 'here'])('%s is refused at the start, by its name', (text) => {
  expect(() => readConfig({ [ALL]: text }, false)).toThrow(`${ALL} is the address of a collector`);
});
