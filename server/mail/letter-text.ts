import type { LetterContent, MailLocale } from '#server/domain/accounts/ports.ts';
import { alertWords } from './alert-words.ts';

/** A letter in words: plain, and the same as simple HTML without pictures or tracking. */
export interface LetterText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What stands above the button of a letter, on it and below. */
export interface Words {
  readonly subject: string;
  readonly before: readonly string[];
  readonly button: string;
  readonly after: readonly string[];
}

/** The words of a letter in the reader's language. */
export function letterText(locale: MailLocale, content: LetterContent): LetterText {
  const { subject, before, button, after } = wordsOf(locale, content);
  const text = [...before, `${button}${COLON[locale]}\n${content.link}`, ...after].join('\n\n');
  const link = escaped(content.link);
  const paragraphs = (lines: readonly string[]) =>
    lines.map((line) => `<p>${escaped(line)}</p>`).join('\n');
  const html = [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1c1c1c">',
    paragraphs(before),
    `<p><a href="${link}">${escaped(button)}</a></p>`,
    `<p style="word-break:break-all">${link}</p>`,
    paragraphs(after),
    '</body></html>',
  ].join('\n');
  return { subject, text: `${text}\n`, html };
}

function wordsOf(locale: MailLocale, content: LetterContent): Words {
  if (content.kind === 'reset') return RESET[locale](oneLine(content.name));
  if (content.kind === 'alert')
    return alertWords(locale, content.about, oneLine(content.property ?? ''));
  return INVITATION[locale](oneLine(content.inviter), oneLine(content.organisation));
}

const COLON = { fr: '\u202f:', en: ':' } as const;

const RESET = {
  fr: (name: string): Words => ({
    subject: 'Choisir un nouveau mot de passe',
    before: [
      `Bonjour ${name},`,
      'Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte OpenPro.',
    ],
    button: 'Choisir un nouveau mot de passe',
    after: [
      'Ce lien fonctionne une seule fois, pendant une heure. Toutes vos sessions seront fermées.',
      'Si vous n’avez rien demandé, ne faites rien\u202f: votre mot de passe reste le même.',
    ],
  }),
  en: (name: string): Words => ({
    subject: 'Choose a new password',
    before: [
      `Hello ${name},`,
      'Somebody, most likely you, asked for a new password for your OpenPro account.',
    ],
    button: 'Choose a new password',
    after: [
      'This link works once, for one hour. All your sessions will be ended.',
      'If you did not ask for it, do nothing: your password stays as it is.',
    ],
  }),
};

const INVITATION = {
  fr: (inviter: string, organisation: string): Words => ({
    subject: `Invitation à rejoindre ${organisation}`,
    before: [
      'Bonjour,',
      `${inviter} vous invite à rejoindre «\u202f${organisation}\u202f» sur OpenPro.`,
    ],
    button: 'Accepter l’invitation',
    after: [
      'Ce lien fonctionne une seule fois, pendant sept jours.',
      'Si vous ne connaissez pas cette personne, ignorez ce message.',
    ],
  }),
  en: (inviter: string, organisation: string): Words => ({
    subject: `Invitation to join ${organisation}`,
    before: ['Hello,', `${inviter} invites you to join “${organisation}” on OpenPro.`],
    button: 'Accept the invitation',
    after: [
      'This link works once, for seven days.',
      'If you do not know this person, ignore this message.',
    ],
  }),
};

/** Names come from people: kept to one line, so that they cannot pass for a part of the letter. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
}
