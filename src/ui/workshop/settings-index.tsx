// The index of the settings: what the person may set, one line each.
import type { Texts } from '../texts/en/index.ts';

export type SettingsEntry = keyof Texts['settings']['entries'];

interface IndexProps {
  readonly base: string;
  readonly texts: Texts['settings'];
  readonly entries: readonly SettingsEntry[];
}

export function SettingsIndex({ base, texts, entries }: IndexProps) {
  return (
    <div class="settings">
      <h1>{texts.title}</h1>
      <ul class="rows settingsList">
        {entries.map((entry) => (
          <li key={entry}>
            <a href={`${base}/settings/${entry}`}>
              <strong>{texts.entries[entry].name}</strong>
              <span>{texts.entries[entry].text}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
