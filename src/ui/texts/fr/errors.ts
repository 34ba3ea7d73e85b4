// The words of error pages for guests, in French.
import type { Texts } from '../en/index.ts';

export const errors: Omit<Texts['errors'], 'codes'> = {
  titles: {
    notFound: 'Introuvable',
    broken: 'Un problème est survenu',
    refused: 'Cela n’a pas fonctionné',
    unavailable: 'Non disponible',
    wait: 'Veuillez patienter',
  },
  noPage: 'Cette page n’existe pas.',
  internal: (requestId) =>
    `Un problème est survenu sur le serveur. Son journal en donne la cause sous l’identifiant ${requestId}.`,
  askAgain: 'Si un lien vous a mené ici, demandez-en un nouveau à la personne qui l’a envoyé.',
  wait: (duration) => `Veuillez patienter ${duration}, puis réessayez. Le lien reste valable.`,
  tryAgain: 'Réessayer',
  home: 'Page d’accueil',
  guests: {
    pass_not_found: 'Ce pass n’existe plus, ou le lien n’est pas complet.',
    link_not_found: 'Ce lien ne mène plus à un pass, ou il n’est pas complet.',
    template_not_found: 'Ce lien ne mène plus à un pass, ou il n’est pas complet.',
    parameter_missing: 'Ce lien n’est pas complet.',
    body_too_large:
      'Ce que vous avez envoyé est trop grand. Revenez en arrière et choisissez une image plus petite ou un texte plus court.',
    certificate_missing: 'Ce pass ne peut pas être signé pour le moment.',
    client_hash_missing: 'Vous devez être connecté pour cela.',
    issue_refused: 'Aucun pass n’est délivré ici pour le moment.',
    issue_limit_reached: 'Tous les passes ont été délivrés.',
    not_yet_available: (date) => `Ce pass sera disponible à partir du ${date}. Le lien fonctionnera alors.`,
    no_longer_available: (date) => `Ce pass était disponible jusqu’au ${date}.`,
    passcode_required: 'Ce pass a un mot de passe. Ouvrez sa page et saisissez-le d’abord.',
    access_denied: 'Vous n’y avez pas accès.',
    value_invalid: 'Quelque chose dans ce lien ou ce formulaire ne peut pas figurer sur le pass.',
    image_too_large: 'Cette image est trop grande. Revenez en arrière et choisissez-en une plus petite.',
    rate_limited: 'Beaucoup de passes ont été créés depuis votre réseau en peu de temps.',
    till_setup_ended: 'Ce code a déjà été utilisé, ou ses dix minutes sont écoulées. Demandez-en un nouveau.',
    invitation_ended: 'Cette invitation a été utilisée ou retirée, ou elle a expiré. Demandez-en une nouvelle.',
    pass_invalid: 'Ce pass n’est plus valable. Rien ne peut plus y être modifié.',
  },
  kinds: {
    invalid: 'Ce lien ou ce formulaire ne peut pas être utilisé tel quel.',
    unauthorized: 'Vous devez être connecté pour cela.',
    forbidden: 'Vous n’y avez pas accès.',
    not_found: 'Ce à quoi mène ce lien n’existe plus, ou le lien n’est pas complet.',
    conflict: 'Ce n’est pas possible pour le moment.',
    too_large: 'Ce que vous avez envoyé est trop grand.',
    rate_limited: 'Il y a eu beaucoup de demandes en peu de temps.',
    unavailable: 'Le serveur ne peut pas répondre pour le moment.',
    internal: 'Un problème est survenu sur le serveur. Veuillez réessayer plus tard.',
  },
};
