// The words of a pass as a card in the browser, in Spanish.
import type { Texts } from '../en/index.ts';

export const passCard: Texts['passCard'] = {
  open: 'Abrir sin aplicación de Wallet',
  enlarge: 'Mostrar el código en grande',
  codeAlone: 'El código de la tarjeta',
  bright: 'Si el lector tiene dificultades, suba el brillo de la pantalla.',
  close: 'Cerrar',
  keepTitle: 'Guardar esta tarjeta',
  keepText:
    'Añada esta página a la pantalla de inicio desde el menú del navegador: la tarjeta se abre entonces como una aplicación, muestra cada cambio por sí sola y funciona sin red.',
  install: 'Añadir a la pantalla de inicio',
  words: {
    live: 'Al día',
    changed: 'La tarjeta ha cambiado.',
    offline: 'Sin conexión, estado del {time}',
  },
};
