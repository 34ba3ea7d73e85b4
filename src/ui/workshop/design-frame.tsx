// What the pages beside the designer share: the way back, the heading, what happened to the form, and
// the diagnostics of the draft beside what they are about.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import type { Texts } from '../texts/en/index.ts';
import { NoteWords } from './design-input.tsx';

interface DesignFrameProps {
  /** The address of the card's pages. */
  readonly address: string;
  readonly texts: Texts;
  readonly title: string;
  /** What happened; null: nothing. */
  readonly notice: string | null;
  /** Why nothing was saved; null: it was, or there was no form. */
  readonly problem: Child | null;
}

export function DesignFrame(props: PropsWithChildren<DesignFrameProps>) {
  const { address, texts, title, notice, problem, children } = props;
  return (
    <div class="stack designPart">
      <header>
        <p class="quiet">
          <a href={`${address}/design`}>‹ {texts.rename.back}</a>
        </p>
        <h2>{title}</h2>
      </header>
      {notice !== null && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {problem !== null && (
        <div class="problems" role="alert" tabindex={-1} autofocus>
          <p dir="auto">{problem}</p>
        </div>
      )}
      {children}
    </div>
  );
}

/** The revision of the draft that a form was made of. */
export function Revision({ revision }: { readonly revision: string }) {
  return <input type="hidden" name="revision" value={revision} />;
}

interface FindingsProps {
  readonly findings: readonly Diagnostic[];
  readonly texts: Texts;
  /** The id that an input is described by. */
  readonly id?: string;
}

/** What the compiler says of a place: English pages in its own words, others in short. */
export function Findings({ findings, texts, id }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings" id={id}>
      {findings.map((finding) => (
        <li key={finding.message} class={finding.severity === 'error' ? 'fault' : 'hint'}>
          <NoteWords note={finding} texts={texts} />
        </li>
      ))}
    </ul>
  );
}
