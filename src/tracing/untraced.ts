// The Spans port where no traces are exported: work runs without spans.
import type { Span, Spans } from '../ports/spans.ts';

export const NO_SPAN: Span = { set() {}, refuse() {} };

export const UNTRACED: Spans = {
  span: (_name, _fields, work) => work(NO_SPAN),
  job: (_name, _subject, _fields, work) => work(NO_SPAN),
};
