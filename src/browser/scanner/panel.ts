// The mode switch and the settings of the page.
import { element } from './element.ts';
import { type Configuration, MODES, type Settings, writeSettings } from './settings.ts';
import type { Words } from './words.ts';

export interface Panel {
  settings(): Settings;
  change(part: Partial<Settings>): void;
  /** Applies the settings of a link that the person at the device opened. */
  take(configuration: Configuration): void;
  /**
   * Fills the form with the settings of a scanned code. Somebody has to save them, because anybody
   * may hold a code before the camera.
   */
  propose(configuration: Configuration): void;
  /** Shows a sentence above the camera. */
  tell(sentence: string): void;
  /** Hides or shows what a till does not have: modes and settings. A till scans without a clientHash. */
  setTill(isTill: boolean): void;
  /** Hides that sentence, or the notice about the settings, once the user goes on. */
  clearNotice(): void;
}

/** `changed` is called after each change, even when the settings are the same as before. */
export function createPanel(words: Words, first: Settings, changed: () => void): Panel {
  const form = element('settings-form', HTMLFormElement);
  const clientHash = element('client-hash', HTMLInputElement);
  const url = element('url', HTMLInputElement);
  const sound = element('sound', HTMLInputElement);
  const notice = element('notice', HTMLElement);
  const details = element('settings', HTMLDetailsElement);
  const modes = element('modes', HTMLFieldSetElement);
  let settings = first;

  const modeInput = (mode: string) => modes.querySelector<HTMLInputElement>(`input[value="${mode}"]`)!;
  const fill = (shown: Settings) => {
    clientHash.value = shown.clientHash;
    url.value = shown.url;
    sound.checked = shown.sound;
    modeInput(shown.mode).checked = true;
  };
  const change = (part: Partial<Settings>) => {
    settings = { ...settings, ...part };
    writeSettings(settings);
    fill(settings);
    changed();
  };
  const tell = (sentence: string, ignored: readonly string[] = []) => {
    const more = ignored.length === 0 ? '' : ` ${words.ignored.replace('{names}', ignored.join(', '))}`;
    notice.textContent = sentence + more;
    notice.hidden = false;
  };

  modes.addEventListener('change', () => {
    change({ mode: MODES.find((mode) => modeInput(mode).checked) ?? 'scan' });
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change({ clientHash: clientHash.value.trim(), url: url.value.trim(), sound: sound.checked });
    tell(words.saved);
    details.open = false;
  });
  fill(settings);
  return {
    settings: () => settings,
    change,
    take(configuration) {
      change(configuration.settings);
      tell(words.configured, configuration.ignored);
    },
    propose({ settings: part, ignored }) {
      fill({ ...settings, ...part, mode: settings.mode });
      details.open = true;
      tell(words.configurationRead, ignored);
      notice.scrollIntoView({ block: 'center' });
    },
    tell: (sentence) => tell(sentence),
    setTill(isTill) {
      modes.hidden = isTill;
      details.hidden = isTill;
      if (isTill && (settings.clientHash !== '' || settings.mode !== 'scan')) {
        settings = { ...settings, clientHash: '', mode: 'scan' };
        writeSettings(settings);
        fill(settings);
      }
    },
    clearNotice() {
      notice.hidden = true;
    },
  };
}
