import type { ErrorCode, FieldError } from '#server/kernel/errors.ts';

/** The languages that errors are told in. */
export const LOCALES = ['fr', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

type Text = Readonly<Record<Locale, string>>;

const ERROR_TEXT: Readonly<Record<ErrorCode, Text>> = {
  BAD_REQUEST: { fr: 'La demande contient des valeurs refusées.', en: 'Some values were refused.' },
  UNAUTHORIZED: { fr: 'Connectez-vous pour continuer.', en: 'Sign in to continue.' },
  FORBIDDEN: { fr: 'Vous n’avez pas le droit de faire cela.', en: 'You may not do this.' },
  NOT_FOUND: { fr: 'Introuvable.', en: 'Not found.' },
  METHOD_NOT_SUPPORTED: { fr: 'Méthode refusée.', en: 'Method not allowed.' },
  CONFLICT: {
    fr: 'La même demande est déjà en cours.',
    en: 'The same request is already under way.',
  },
  PAYLOAD_TOO_LARGE: { fr: 'La demande est trop grande.', en: 'The request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { fr: 'Seul le JSON est accepté.', en: 'Only JSON is accepted.' },
  IDEMPOTENCY_KEY_REUSED: {
    fr: 'Cette clé d’idempotence a déjà servi pour un autre contenu.',
    en: 'This idempotency key was used with other content.',
  },
  PRICE_OUT_OF_BOUNDS: {
    fr: 'Un prix sort des limites que vous avez fixées.',
    en: 'A price is outside of the bounds you have set.',
  },
  TWO_FACTOR_REQUIRED: {
    fr: 'Activez d’abord la double authentification.',
    en: 'Turn two-factor authentication on first.',
  },
  CSRF_REJECTED: {
    fr: 'Cette demande vient d’un autre site\u202f: elle est refusée.',
    en: 'This request comes from another site: it is refused.',
  },
  TOO_MANY_REQUESTS: {
    fr: 'Trop de demandes. Réessayez dans un instant.',
    en: 'Too many requests. Try again in a moment.',
  },
  INTERNAL_SERVER_ERROR: {
    fr: 'Erreur interne. Rien n’a été perdu\u202f; réessayez.',
    en: 'Internal error. Nothing was lost; try again.',
  },
  UPSTREAM_UNAVAILABLE: {
    fr: 'Open Pro ne répond pas. Les dernières données restent affichées.',
    en: 'Open Pro does not answer. The last data stay on screen.',
  },
  UPSTREAM_REFUSED_KEY: {
    fr: 'Open Pro refuse la clé de cet établissement.',
    en: 'Open Pro refuses this property’s key.',
  },
};

const FIELD_TEXT: Readonly<Record<FieldError['code'], Text>> = {
  invalid_type: { fr: 'Type de valeur inattendu', en: 'Unexpected type of value' },
  invalid_value: { fr: 'Valeur refusée', en: 'Value refused' },
  invalid_date: { fr: 'Cette date n’existe pas', en: 'This date does not exist' },
  reversed_range: { fr: 'La fin précède le début', en: 'The end comes before the start' },
  range_too_long: { fr: 'Plus de trois ans', en: 'More than three years' },
  beyond_horizon: {
    fr: 'Au-delà de trois ans à partir d’aujourd’hui',
    en: 'More than three years from today',
  },
  past_night: { fr: 'Une nuit passée ne se modifie plus', en: 'A past night cannot be changed' },
  too_small: { fr: 'Au moins {min}', en: 'At least {min}' },
  too_big: { fr: 'Au plus {max}', en: 'At most {max}' },
  not_integer: { fr: 'Un nombre entier est attendu', en: 'A whole number is expected' },
  unknown_key: { fr: 'Champ inconnu', en: 'Unknown field' },
  required: { fr: 'Champ obligatoire', en: 'Required' },
  empty: { fr: 'Au moins une valeur est attendue', en: 'At least one value is expected' },
  too_many: { fr: 'Au plus {max} à la fois', en: 'At most {max} at once' },
  unknown_supplier: {
    fr: 'Cet établissement n’est pas de votre organisation',
    en: 'Not a property of your organisation',
  },
  unknown_accommodation: {
    fr: 'Cet hébergement n’est pas de cet établissement',
    en: 'Not an accommodation of this property',
  },
  unknown_rate_type: {
    fr: 'Ce type de tarif n’est pas de cet établissement',
    en: 'Not a rate type of this property',
  },
  rate_type_not_linked: {
    fr: 'Ce type de tarif n’est pas vendu sur cet hébergement',
    en: 'This rate type is not sold on this accommodation',
  },
  rate_type_required: { fr: 'Un prix demande un type de tarif', en: 'A price needs a rate type' },
  rate_type_not_allowed: {
    fr: 'Les unités appartiennent à l’hébergement, pas à un type de tarif',
    en: 'Units belong to the accommodation, not to a rate type',
  },
  price_and_prices: {
    fr: 'Donnez «\u202fpriceCents\u202f» ou «\u202fprices\u202f», pas les deux',
    en: 'Give `priceCents` or `prices`, not both',
  },
  duplicate_guests: {
    fr: 'Un nombre de personnes est nommé deux fois',
    en: 'A number of guests is named twice',
  },
  min_above_max: {
    fr: 'La durée minimale dépasse la durée maximale',
    en: 'The minimum stay exceeds the maximum stay',
  },
  price_required: {
    fr: 'Cette nuit n’a pas encore de tarif\u202f: donnez d’abord un prix',
    en: 'This night has no rate yet: give a price first',
  },
  no_reference_occupancy: {
    fr: 'Nombre de personnes inconnu\u202f: utilisez «\u202fprices\u202f»',
    en: 'Unknown number of guests: use `prices`',
  },
  last_price: { fr: 'Une nuit garde au moins un prix', en: 'A night keeps at least one price' },
  not_ended: { fr: 'Cet envoi n’est pas terminé', en: 'This sending has not ended' },
  before_history: {
    fr: 'L’historique commence le {at}',
    en: 'The history begins at {at}',
  },
  above_unit_count: {
    fr: 'Plus d’unités que l’hébergement n’en a\u202f: {max}',
    en: 'More units than the accommodation has: {max}',
  },
  below_unit_count: {
    fr: 'Moins d’unités qu’une nuit à venir n’en a de prises\u202f: {min}',
    en: 'Fewer units than are taken on a night to come: {min}',
  },
  duplicate: { fr: 'Nommé deux fois', en: 'Named twice' },
  floor_above_ceiling: {
    fr: 'Le plancher dépasse le plafond',
    en: 'The floor is above the ceiling',
  },
  below_floor: { fr: 'Sous le plancher de {min}', en: 'Below the floor of {min}' },
  above_ceiling: { fr: 'Au-dessus du plafond de {max}', en: 'Above the ceiling of {max}' },
  last_owner: {
    fr: 'Une organisation garde au moins un propriétaire',
    en: 'An organisation keeps at least one owner',
  },
  already_added: {
    fr: 'Déjà ajouté à votre organisation',
    en: 'Added to your organisation before',
  },
  already_member: { fr: 'Déjà membre de l’équipe', en: 'Already a member of the team' },
  self: { fr: 'Vous ne pouvez pas le faire pour vous-même', en: 'You cannot do this to yourself' },
  link_used: { fr: 'Ce lien a déjà servi', en: 'This link was used before' },
  link_expired: { fr: 'Ce lien a expiré', en: 'This link has expired' },
  link_dead: {
    fr: 'Ce lien ne sert plus\u202f: il a déjà servi ou il a expiré',
    en: 'This link no longer works: it was used before or has expired',
  },
  wrong_credentials: {
    fr: 'Adresse e-mail ou mot de passe incorrect',
    en: 'Wrong email address or password',
  },
  wrong_password: {
    fr: 'Ce n’est pas votre mot de passe',
    en: 'This is not your password',
  },
  wrong_code: {
    fr: 'Ce code n’est pas le bon, il a changé entre-temps ou il a déjà servi',
    en: 'This code is not right, has changed meanwhile or was used before',
  },
  no_mail: {
    fr: 'Cette installation n’envoie pas d’e-mails',
    en: 'This installation sends no mail',
  },
  factor_on: {
    fr: 'La double authentification est déjà active',
    en: 'Two-factor authentication is on already',
  },
  factor_off: {
    fr: 'La double authentification n’est pas active',
    en: 'Two-factor authentication is not on',
  },
};

/** Refusals whose bound is an amount in cents. */
const OF_MONEY: ReadonlySet<FieldError['code']> = new Set(['below_floor', 'above_ceiling']);

const EUROS: Readonly<Record<Locale, Intl.NumberFormat>> = {
  fr: euros('fr-FR'),
  en: euros('en-GB'),
};

/** Cents only when there are some. */
function euros(tag: string): Intl.NumberFormat {
  const trailingZeroDisplay = 'stripIfInteger';
  return new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR', trailingZeroDisplay });
}

/** Intl puts a wide no-break space before the sign; French typography wants the narrow one. */
function written(cents: number, locale: Locale): string {
  return EUROS[locale].format(cents / 100).replaceAll('\u00a0', '\u202f');
}

/** What a person reads for an error. */
export function errorText(code: ErrorCode, locale: Locale): string {
  return ERROR_TEXT[code][locale];
}

/** What a person reads for a refused field. */
export function fieldText({ code, params }: FieldError, locale: Locale): string {
  return FIELD_TEXT[code][locale].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params?.[name] ?? '';
    return OF_MONEY.has(code) && typeof value === 'number' ? written(value, locale) : String(value);
  });
}
