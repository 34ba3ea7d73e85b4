// The box above a form that was sent with mistakes. Keyboard and screen reader start there.
import type { Child } from 'hono/jsx';
import type { Texts } from './texts/en/index.ts';

interface ProblemsProps {
  /** The mistake in the form as a whole; null for none. */
  readonly problem: Child | null;
  /** The mistakes in single fields, as links to the fields. */
  readonly faulty: readonly { readonly target: string; readonly fault: Child }[];
  readonly texts: Texts['form'];
  /** What happened to the form nevertheless. */
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
