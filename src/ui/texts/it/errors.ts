// The words of error pages for guests, in Italian.
import type { Texts } from '../en/index.ts';

export const errors: Omit<Texts['errors'], 'codes'> = {
  titles: {
    notFound: 'Non trovato',
    broken: 'Qualcosa è andato storto',
    refused: 'Non ha funzionato',
    unavailable: 'Non disponibile',
    wait: 'Attenda, per favore',
  },
  noPage: 'Questa pagina non esiste.',
  internal: (requestId) =>
    `Qualcosa è andato storto sul server. Il suo registro ne dice la causa con l’identificativo ${requestId}.`,
  askAgain: 'Se un link L’ha portata qui, ne chieda uno nuovo a chi l’ha inviato.',
  wait: (duration) => `Attenda ${duration}, poi riprovi. Il link resta valido.`,
  tryAgain: 'Riprova',
  home: 'Pagina iniziale',
  guests: {
    pass_not_found: 'Questo pass non esiste più, o il link non è completo.',
    link_not_found: 'Questo link non porta più a un pass, o non è completo.',
    template_not_found: 'Questo link non porta più a un pass, o non è completo.',
    parameter_missing: 'Questo link non è completo.',
    body_too_large:
      'Ciò che ha inviato è troppo grande. Torni indietro e scelga un’immagine più piccola o un testo più corto.',
    certificate_missing: 'Al momento questo pass non può essere firmato.',
    client_hash_missing: 'Per questo deve aver effettuato l’accesso.',
    issue_refused: 'Al momento qui non si rilasciano pass.',
    issue_limit_reached: 'Tutti i pass sono già stati rilasciati.',
    not_yet_available: (date) => `Questo pass sarà disponibile dal ${date}. Il link funzionerà allora.`,
    no_longer_available: (date) => `Questo pass era disponibile fino al ${date}.`,
    passcode_required: 'Questo pass ha una password. Apra la sua pagina e la inserisca prima.',
    access_denied: 'Non ha accesso a questo.',
    value_invalid: 'Qualcosa in questo link o modulo non può stare sul pass.',
    image_too_large: 'Questa immagine è troppo grande. Torni indietro e ne scelga una più piccola.',
    rate_limited: 'Dalla Sua rete sono stati creati molti pass in poco tempo.',
    till_setup_ended: 'Questo codice è già stato usato, o i suoi dieci minuti sono passati. Ne chieda uno nuovo.',
    invitation_ended: 'Questo invito è stato usato o ritirato, oppure è scaduto. Ne chieda uno nuovo.',
    pass_invalid: 'Questo pass non è più valido. Non vi si può più cambiare nulla.',
  },
  kinds: {
    invalid: 'Questo link o modulo non si può usare così.',
    unauthorized: 'Per questo deve aver effettuato l’accesso.',
    forbidden: 'Non ha accesso a questo.',
    not_found: 'Ciò a cui porta questo link non esiste più, o il link non è completo.',
    conflict: 'Al momento non è possibile.',
    too_large: 'Ciò che ha inviato è troppo grande.',
    rate_limited: 'Ci sono state molte richieste in poco tempo.',
    unavailable: 'Il server non può rispondere in questo momento.',
    internal: 'Qualcosa è andato storto sul server. Riprovi più tardi, per favore.',
  },
};
