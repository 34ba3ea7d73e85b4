// Die Worte des Editors für das JSON einer Karte.
import type { Texts } from '../en/index.ts';

export const code: Texts['code'] = {
  hint: 'Wird im Entwurf gespeichert, auch mit Fehlern; veröffentlichen lässt es sich ohne. Strg und Leertaste bieten Schlüssel, Werte und Pfade an.',
  save: 'Entwurf speichern',
  finding: 'JSON der Karte',
  done: {
    saved: 'Im Entwurf gespeichert. Telefone bekommen es, wenn Sie veröffentlichen.',
    unchanged: 'Nichts war anders, also wurde nichts gespeichert.',
  },
};
