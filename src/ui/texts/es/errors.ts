// The words of error pages for guests, in Spanish.
import type { Texts } from '../en/index.ts';

export const errors: Omit<Texts['errors'], 'codes'> = {
  titles: {
    notFound: 'No encontrado',
    broken: 'Algo ha fallado',
    refused: 'Esto no ha funcionado',
    unavailable: 'No disponible',
    wait: 'Espere, por favor',
  },
  noPage: 'Esta página no existe.',
  internal: (requestId) =>
    `Algo ha fallado en el servidor. Su registro dice la causa con el identificador ${requestId}.`,
  askAgain: 'Si un enlace le ha traído aquí, pida uno nuevo a quien lo envió.',
  wait: (duration) => `Espere ${duration} e inténtelo de nuevo. El enlace sigue valiendo.`,
  tryAgain: 'Intentar de nuevo',
  home: 'Página de inicio',
  guests: {
    pass_not_found: 'Este pase ya no existe, o el enlace no está completo.',
    link_not_found: 'Este enlace ya no lleva a un pase, o no está completo.',
    template_not_found: 'Este enlace ya no lleva a un pase, o no está completo.',
    parameter_missing: 'Este enlace no está completo.',
    body_too_large:
      'Lo que ha enviado es demasiado grande. Vuelva atrás y elija una imagen más pequeña o un texto más corto.',
    certificate_missing: 'Este pase no se puede firmar en este momento.',
    client_hash_missing: 'Para esto debe haber iniciado sesión.',
    issue_refused: 'Aquí no se entregan pases en este momento.',
    issue_limit_reached: 'Ya se han entregado todos los pases.',
    not_yet_available: (date) => `Este pase estará disponible a partir del ${date}. El enlace funcionará entonces.`,
    no_longer_available: (date) => `Este pase estuvo disponible hasta el ${date}.`,
    passcode_required: 'Este pase tiene una contraseña. Abra su página e introdúzcala primero.',
    access_denied: 'No tiene acceso a esto.',
    value_invalid: 'Algo de este enlace o formulario no puede figurar en el pase.',
    image_too_large: 'Esta imagen es demasiado grande. Vuelva atrás y elija una más pequeña.',
    rate_limited: 'Se han creado muchos pases desde su red en poco tiempo.',
    till_setup_ended: 'Este código ya se ha usado, o sus diez minutos han pasado. Pida uno nuevo.',
    invitation_ended: 'Esta invitación se ha usado o retirado, o ha caducado. Pida una nueva.',
    pass_invalid: 'Este pase ya no es válido. Ya no se puede cambiar nada en él.',
  },
  kinds: {
    invalid: 'Este enlace o formulario no se puede usar así.',
    unauthorized: 'Para esto debe haber iniciado sesión.',
    forbidden: 'No tiene acceso a esto.',
    not_found: 'Aquello a lo que lleva este enlace ya no existe, o el enlace no está completo.',
    conflict: 'Esto no es posible en este momento.',
    too_large: 'Lo que ha enviado es demasiado grande.',
    rate_limited: 'Ha habido muchas solicitudes en poco tiempo.',
    unavailable: 'El servidor no puede responder en este momento.',
    internal: 'Algo ha fallado en el servidor. Inténtelo más tarde, por favor.',
  },
};
