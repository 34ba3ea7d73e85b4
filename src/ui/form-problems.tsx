// What is wrong with a form that was sent, above it, and where a keyboard or a screen reader is then.
import type { Child } from 'hono/jsx';
import type { Texts } from './texts/en/index.ts';

interface ProblemsProps {
  /** What is wrong with the form as a whole; null for nothing. */
  readonly problem: Child | null;
  /** What is wrong with single fields, as links to them. */
  readonly faulty: readonly { readonly target: string; readonly fault: Child }[];
  readonly texts: Texts['form'];
  /** What became of the form all the same. */
  readonly outcome?: string;
}

export function Problems({ problem, faulty, texts, outcome }: ProblemsProps) {
  return (
    <div class="problems" role="alert" tabindex={-1} autofocus>
      {problem !== null && <p dir="auto">{problem}</p>}
      {faulty.length > 0 && (
        <>
          <h2>{texts.summary(faulty.length)}</h2>
          <ul>
            {faulty.map(({ target, fault }) => (
              <li>
                <a href={`#${target}`}>{fault}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {outcome !== undefined && <p class="outcome">{outcome}</p>}
    </div>
  );
}
