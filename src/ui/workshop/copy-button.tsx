// A text that people carry elsewhere, such as a link: selectable, and with a button that copies it.
// The script (browser/workshop/copy.ts) copies; the style hides the button where no script runs, and not
// the script shows it, because the page below would move.

interface CopyProps {
  readonly text: string;
  /** What the button does, and what it says once that is done. */
  readonly label: string;
  readonly done: string;
}

export function Copy({ text, label, done }: CopyProps) {
  return (
    <div class="copy">
      <code>{text}</code>
      <button type="button" class="button plain" data-copy={text} data-copied={done}>
        {label}
      </button>
    </div>
  );
}
