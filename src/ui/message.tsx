// A page with one message: an error, or where a link leads.
import type { PropsWithChildren } from 'hono/jsx';

export function Message({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <main class="narrow">
      <section class="panel">
        <h1 dir="auto">{title}</h1>
        {children}
      </section>
    </main>
  );
}
