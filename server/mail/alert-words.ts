import type { LetterContent, MailLocale } from '#server/domain/accounts/ports.ts';
import type { Words } from './letter-text.ts';

type About = Extract<LetterContent, { kind: 'alert' }>['about'];

interface AlertText {
  readonly subject: string;
  readonly text: string;
}

const FR: Readonly<Record<About, AlertText>> = {
  job_dead: {
    subject: 'Un travail a échoué trop souvent',
    text: 'OpenPro a essayé plusieurs fois de faire un travail pour vous, sans y arriver. Il n’essaiera plus de lui-même.',
  },
  push_refused: {
    subject: 'Un envoi n’est pas passé tel quel',
    text: 'Open Pro a refusé une partie d’un envoi, ou garde une autre valeur que celle envoyée. Ces nuits ne sont pas confirmées.',
  },
  key_refused: {
    subject: 'Open Pro refuse la clé',
    text: 'Open Pro n’accepte plus la clé de cet hébergement. Plus rien n’est lu ni envoyé tant qu’elle n’est pas remplacée dans les réglages.',
  },
  batch_not_ended: {
    subject: 'Un envoi n’a pas abouti en un jour',
    text: 'Un envoi à Open Pro ne s’est pas terminé en 24 heures. Ce qui restait ouvert est marqué comme échoué.',
  },
};

const EN: Readonly<Record<About, AlertText>> = {
  job_dead: {
    subject: 'A job failed too often',
    text: 'OpenPro tried several times to do something for you and could not. It will not try again by itself.',
  },
  push_refused: {
    subject: 'A sending did not go through as it was',
    text: 'Open Pro refused a part of a sending, or holds another value than was sent. These nights are not confirmed.',
  },
  key_refused: {
    subject: 'Open Pro refuses the key',
    text: 'Open Pro no longer accepts the key of this property. Nothing is read or sent until it is replaced in the settings.',
  },
  batch_not_ended: {
    subject: 'A sending did not end within a day',
    text: 'A sending to Open Pro did not end within 24 hours. What was still open is marked as failed.',
  },
};

/** The words of a letter about an alert; `property` may be empty. */
export function alertWords(locale: MailLocale, about: About, property: string): Words {
  const { subject, text } = (locale === 'fr' ? FR : EN)[about];
  const [hello, button, after] =
    locale === 'fr'
      ? [
          'Bonjour,',
          'Voir dans OpenPro',
          'Vous recevez ce message une seule fois par alerte, comme propriétaire du compte.',
        ]
      : [
          'Hello,',
          'Look at it in OpenPro',
          'You get this message once for each alert, as an owner of the account.',
        ];
  return {
    subject:
      property === '' ? subject : `${property}${locale === 'fr' ? '\u202f:' : ':'} ${subject}`,
    before: [hello, text],
    button,
    after: [after],
  };
}
