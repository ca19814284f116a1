import type { AlertView } from '#server/domain/alerts/schema.ts';

/** The languages that mails are written in. */
export type MailLocale = 'fr' | 'en';

/** What a mail is about. Its link may be a secret: neither mail nor link may reach a log. */
export type LetterContent =
  | { readonly kind: 'reset'; readonly name: string; readonly link: string }
  | {
      readonly kind: 'invitation';
      readonly organisation: string;
      readonly inviter: string;
      readonly link: string;
    }
  | {
      readonly kind: 'alert';
      readonly about: AlertView['kind'];
      /** Name of the property; null = no property in particular. */
      readonly property: string | null;
      readonly link: string;
    };

export interface Letter {
  /** Address of the one person it goes to. */
  readonly to: string;
  readonly locale: MailLocale;
  readonly content: LetterContent;
}

/** Sends mail; absent where the installation has no mail server. */
export interface Mailer {
  /** Hands a letter to the mail server once; rejects, without naming the person, when that fails. */
  send(letter: Letter): Promise<void>;
}

/** Runs work after the answer; a failure is logged. */
export type Defer = (work: () => Promise<unknown>) => void;

/** What is known of where a request came from. */
export interface RequestOrigin {
  readonly requestId: string;
  /** Network address of the caller. */
  readonly address: string | null;
  /** The language the caller reads. */
  readonly locale: MailLocale;
}
