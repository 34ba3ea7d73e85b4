// The Kubernetes manifests: keys and types by Kubernetes' own models, and what they say of each other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { packageRoot } from '../../src/examples.ts';
import { drainMs } from '../fixtures/deploy/settings.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

const folder = join(packageRoot(), 'examples/deploy/kubernetes');
const read = (name: string): any[] =>
  parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
const objects = [...read('passwright.yaml'), ...read('secret.example.yaml')];
const one = (kind: string) => objects.find((object) => object.kind === kind);
const pod = one('Deployment').spec.template;
const [container] = pod.spec.containers;

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

test('every key is one of Kubernetes, of its type', () => {
  const { kinds, definitions } = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas/kubernetes.json'), 'utf8'));
  const validateAs = (kind: string) =>
    new Ajv({ allErrors: true, allowUnionTypes: true }).compile({ ...kinds[kind], definitions });
  expect(objects.map(({ kind }) => kind).sort()).toEqual(Object.keys(kinds).sort());
  for (const object of objects) {
    const validate = validateAs(object.kind);
    expect(validate(object) ? [] : validate.errors, object.kind).toEqual([]);
  }
  const mistyped = structuredClone(one('Deployment'));
  mistyped.spec.template.spec.containers[0].readinesProbe = {};
  expect(validateAs('Deployment')(mistyped)).toBe(false);
  expect(objects.map(({ kind, apiVersion }) => `${kind} ${apiVersion}`)).toEqual([
    'ConfigMap v1',
    'Deployment apps/v1',
    'Service v1',
    'PodDisruptionBudget policy/v1',
    'HorizontalPodAutoscaler autoscaling/v2',
    'Ingress networking.k8s.io/v1',
    'Secret v1',
  ]);
});

test('each finds the others by name, label and port', () => {
  const labels = pod.metadata.labels;
  expect(one('Deployment').spec.selector.matchLabels).toEqual(labels);
  expect(one('Service').spec.selector).toEqual(labels);
  expect(one('PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
  const { scaleTargetRef, minReplicas } = one('HorizontalPodAutoscaler').spec;
  expect(scaleTargetRef.name).toBe(one('Deployment').metadata.name);
  expect(one('Deployment').spec.replicas).toBe(minReplicas);
  expect(one('PodDisruptionBudget').spec.minAvailable).toBeLessThan(minReplicas);
  const ports = container.ports.map(({ name }: { name: string }) => name);
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
    expect(ports).toContain(container[probe].httpGet.port);
  expect(ports).toContain(one('Service').spec.ports[0].targetPort);
  const [rule] = one('Ingress').spec.rules;
  const { service } = rule.http.paths[0].backend;
  expect(service).toEqual({ name: one('Service').metadata.name, port: { name: one('Service').spec.ports[0].name } });
  expect(one('Ingress').spec.tls[0].hosts).toEqual([rule.host]);
  const [settings, secrets] = container.envFrom;
  expect(settings.configMapRef.name).toBe(one('ConfigMap').metadata.name);
  expect(secrets.secretRef.name).toBe(one('Secret').metadata.name);
  const mounted = container.volumeMounts.map(({ name }: { name: string }) => name);
  expect(pod.spec.volumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
});

test('a server takes the settings, answers the probes, and has time enough to stop', async () => {
  const config = readConfig({ ...one('ConfigMap').data, ...one('Secret').stringData }, false);
  expect(config.postgres).toMatch(/^postgres:/);
  expect(new URL(config.rootUrl).hostname).toBe(one('Ingress').spec.rules[0].host);
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
    expect((await t.fetch(container[probe].httpGet.path)).status, probe).toBe(200);
  }
  expect(pod.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainMs(config.drainSeconds));
  // The drain is longer than what the Service takes to see that a pod is not ready.
  const { periodSeconds, failureThreshold } = container.readinessProbe;
  expect(config.drainSeconds).toBeGreaterThan(periodSeconds * failureThreshold);
});
