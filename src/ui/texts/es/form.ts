// The words of form fields, on every page with a form, in Spanish.
import type { Texts } from '../en/index.ts';

export const form: Texts['form'] = {
  summary: (count) => (count === 1 ? 'Hay un campo por revisar' : `Hay ${count} campos por revisar`),
  choose: 'Elija una opción',
  none: 'Sin respuesta',
  less: (label, step) => `${label}: ${step} menos`,
  more: (label, step) => `${label}: ${step} más`,
  picture: 'Un archivo PNG, JPEG, WebP o GIF',
  picturePresent: 'La imagen actual. Elija un archivo para sustituirla.',
  pictureKept: 'Su imagen ha llegado. Elija un archivo solo para sustituirla.',
  places: {
    backgroundColor: 'Color de fondo',
    foregroundColor: 'Color del texto',
    labelColor: 'Color de los títulos',
    logoText: 'Texto junto al logotipo',
    description: 'Descripción',
    organizationName: 'Organización',
    expirationDate: 'Válido hasta',
    relevantDate: 'Fecha',
    barcode_message: 'Contenido del código',
    barcode_altText: 'Texto bajo el código',
    images_logo: 'Logotipo',
    images_icon: 'Icono',
    images_strip: 'Imagen',
    images_thumbnail: 'Imagen',
    images_background: 'Imagen de fondo',
    images_footer: 'Imagen inferior',
  },
};
