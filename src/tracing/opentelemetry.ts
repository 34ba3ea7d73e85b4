// OpenTelemetry behind the Tracing port, without its globals, so that several apps fit into one
// process. The libraries read OTEL_TRACES_SAMPLER, OTEL_BSP_*, OTEL_EXPORTER_OTLP_HEADERS,
// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES themselves. Imported only when traces are exported.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import {
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { AppError } from '../errors.ts';
import type { Log } from '../ports/log.ts';
import type { Span, SpanFields, Tracing } from '../ports/spans.ts';
import { createCauses } from './causes.ts';
import { NO_SPAN } from './untraced.ts';

export interface TracingOptions {
  /** Where to send spans, as OTLP over HTTP. */
  readonly url: string;
  readonly version: string;
  readonly log: Log;
  /** Called with the number of spans of each sending. */
  readonly onSent: (result: 'sent' | 'failed', spans: number) => void;
}

/** How long a stopping server waits for the collector of traces, in ms. */
const LONGEST_FLUSH = 5000;

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT };

export function openTracing({ url, version, log, onSent }: TracingOptions): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'passwright', 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  const exporter = observed(new OTLPTraceExporter({ url }), log, onSent);
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('passwright', version);
  const propagator = new W3CTraceContextPropagator();
  const atWork = new AsyncLocalStorage<Context>();
  const causes = createCauses();

  /** Calls `work` with the new span at work, and ends the span with the promise of `work`. */
  const within = <T>(
    parent: Context,
    { name, kind, fields }: { readonly name: string; readonly kind: SpanKind; readonly fields: SpanFields },
    work: (span: Span) => Promise<T>,
  ): Promise<T> => {
    const span = tracer.startSpan(name, { kind, attributes: fields }, parent);
    let isRefused = false;
    const own: Span = {
      set: (more) => void span.setAttributes(more),
      refuse: () => {
        isRefused = true;
      },
    };
    return atWork.run(trace.setSpan(parent, span), async () => {
      try {
        return await work(own);
      } catch (error) {
        span.setAttribute('error.type', typeOf(error));
        if (!isRefused && isFailure(error)) span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  };

  const recorded = (): OtelSpan | null => {
    const context = atWork.getStore();
    const span = context === undefined ? undefined : trace.getSpan(context);
    return span?.isRecording() ? span : null;
  };

  return {
    span(name, fields, work, kind = 'internal') {
      const parent = atWork.getStore();
      // The parts of a request that is not recorded are not recorded either, and cost nothing.
      if (parent === undefined || !trace.getSpan(parent)?.isRecording()) return work(NO_SPAN);
      return within(parent, { name, kind: KINDS[kind], fields }, work);
    },
    job(name, subject, fields, work) {
      const cause = causes.take(subject);
      const parent = cause === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, cause);
      return within(parent, { name, kind: SpanKind.CONSUMER, fields }, work);
    },
    request(header, work) {
      const parent = propagator.extract(ROOT_CONTEXT, null, { get: (_, name) => header(name), keys: () => [] });
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
      return atWork.run(trace.setSpan(parent, span), async () => {
        try {
          await work({
            end({ name, isFailure, fields }) {
              span.updateName(name);
              span.setAttributes(fields);
              if (isFailure) span.setStatus({ code: SpanStatusCode.ERROR });
            },
          });
        } finally {
          span.end();
        }
      });
    },
    traceId() {
      const context = atWork.getStore();
      return (context && trace.getSpanContext(context)?.traceId) ?? null;
    },
    place: recorded,
    noteCause: (subject, place) => causes.note(subject, remembered((place as OtelSpan).spanContext())),
    committed(places, changes, seconds) {
      const endTime = performance.timeOrigin + performance.now();
      const startTime = endTime - seconds * 1000;
      for (const place of places) {
        if (place === null) continue;
        const parent = trace.setSpan(ROOT_CONTEXT, place as OtelSpan);
        tracer.startSpan('commit', { startTime, attributes: { 'passwright.changes': changes } }, parent).end(endTime);
      }
    },
    bound: (notify) => AsyncResource.bind(notify),
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LONGEST_FLUSH);
      });
      // A failure to send is counted and logged already.
      await Promise.race([provider.shutdown().catch(() => {}), late]);
      clearTimeout(timer);
      atWork.disable();
    },
  };
}

/** The span without the rest of its memory: what a job needs to join its trace. */
function remembered({ traceId, spanId, traceFlags }: SpanContext): SpanContext {
  return { traceId, spanId, traceFlags: traceFlags & TraceFlags.SAMPLED };
}

/** A name with few values: the message may hold what strangers wrote. */
function typeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(code)) return code;
  return error instanceof Error ? error.constructor.name : typeof error;
}

/** Whether this server failed: what a caller did wrong is answered as it should be. */
function isFailure(error: unknown): boolean {
  return !(error instanceof AppError) || error.kind === 'internal';
}

/** Counts what is sent, and logs the first failure after a success: the exporter itself is silent. */
function observed(exporter: SpanExporter, log: Log, onSent: TracingOptions['onSent']): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        onSent(failed ? 'failed' : 'sent', spans.length);
        if (failed && !isFailing) log.warn({ err: result.error }, 'traces could not be sent');
        isFailing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
