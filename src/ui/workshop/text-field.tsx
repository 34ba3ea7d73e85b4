// A label, its hint and its mistake around an element to fill in.
import type { Child } from 'hono/jsx';

interface FieldAttributes {
  readonly id: string;
  readonly 'aria-invalid': 'true' | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly fault: Child | null;
  /** Draws the element to fill in with these attributes. */
  readonly children: (attributes: FieldAttributes) => Child;
}

/** `id`: where links to the mistake lead. */
export function TextField({ id, label, hint, fault, children }: TextFieldProps) {
  const notes = [...(hint === undefined ? [] : [`${id}-hint`]), ...(fault === null ? [] : [`${id}-fault`])];
  const attributes: FieldAttributes = {
    id,
    'aria-invalid': fault === null ? undefined : 'true',
    'aria-describedby': notes.length === 0 ? undefined : notes.join(' '),
  };
  return (
    <div class={fault === null ? 'field' : 'field faulty'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== null && (
        <p class="fault" id={`${id}-fault`} dir="auto">
          {fault}
        </p>
      )}
      {children(attributes)}
    </div>
  );
}
