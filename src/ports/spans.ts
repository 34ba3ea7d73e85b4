// What the server does, as spans: each has a name, a duration and fields, and lies inside the span
// that asked for it. No name and no field holds a value of a pass, a hash, a token, an address or
// any other text from outside, because whoever reads traces need not be whoever owns the passes.

export type SpanFields = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  set(fields: SpanFields): void;
  /** Says that the error of this span is its caller's own, and no failure of what the span does. */
  refuse(): void;
}

export interface Spans {
  /**
   * Calls `work` in a span inside the one that is at work; outside of requests and jobs, without a
   * span. `kind` client: the span waits for a database or another server.
   */
  span<T>(name: string, fields: SpanFields, work: (span: Span) => Promise<T>, kind?: 'internal' | 'client'): Promise<T>;
  /**
   * Calls `work` in the span of a job. `subject` is what the job is about, as `noteCause` names it:
   * the span joins the trace of the request that changed the subject a moment ago.
   */
  job<T>(name: string, subject: string, fields: SpanFields, work: (span: Span) => Promise<T>): Promise<T>;
}

/** The span of a request gets its name once the route is known. */
export interface RequestSpan {
  end(answer: { readonly name: string; readonly isFailure: boolean; readonly fields: SpanFields }): void;
}

/** A span that waits for something which it shares with others, such as a commit. */
export type SpanPlace = object;

/** The adapter that exports spans; there is none unless the operator set where to. */
export interface Tracing extends Spans {
  /** Calls `work` in the span of a request; `header` reads the trace that the caller began. */
  request(header: (name: string) => string | undefined, work: (span: RequestSpan) => Promise<void>): Promise<void>;
  /** The id of the trace at work: 32 hexadecimal digits; null outside of requests and jobs. */
  traceId(): string | null;
  /** The span at work; null: there is none, or it is not recorded. */
  place(): SpanPlace | null;
  /** Notes that a span changes a subject, such as `pass:12`, so that the subject's jobs join it. */
  noteCause(subject: string, place: SpanPlace): void;
  /** Adds the span of a commit, which just ended, to each of these spans. `seconds`: its duration. */
  committed(places: readonly (SpanPlace | null)[], changes: number, seconds: number): void;
  /** The same function, which runs in the trace of whoever bound it, whoever calls it. */
  bound(notify: () => void): () => void;
  /** Sends what is recorded, and ends. Never rejects. */
  close(): Promise<void>;
}
