import { randomInt } from 'node:crypto';

export type SentenceKey = keyof typeof TEMPLATES;
export type Sentences = Record<SentenceKey, string>;

// A page that shows upstream's words must show exactly these, so they cannot be known in advance.
const TEMPLATES = {
  price: 'Le prix doit être supérieur à zéro',
  priceForm: 'Le prix a plus de deux décimales ou n’est pas un nombre',
  emptyPrice: 'Aucun prix n’accompagne cette période',
  stayBounds: 'La durée minimale dépasse la durée maximale',
  stayForm: 'Une durée de séjour est illisible',
  date: 'Cette date n’existe pas',
  range: 'La fin de la période précède son début',
  rangeTooLong: 'La période demandée est trop longue',
  stockHigh: 'Ce stock dépasse la limite de 9999',
  stockNegative: 'Un stock ne peut pas être négatif',
  stockForm: 'Un stock est un nombre entier',
  unlinked: 'Ce type de tarif n’est pas lié à l’hébergement',
  rateType: 'La description du type de tarif est incomplète',
  unknownRateType: 'Ce type de tarif est inconnu',
  unknownAccommodation: 'Cet hébergement est inconnu',
  unknownDossier: 'Ce dossier est introuvable',
  paging: 'La page demandée n’est pas valable',
  filter: 'Un filtre de date n’est pas un instant avec décalage horaire',
  webhook: 'L’adresse du webhook n’est pas valable',
  body: 'Le corps de la requête est illisible',
} as const;

const WORDS = ['aubépine', 'balise', 'cormoran', 'dune', 'estran', 'falaise', 'genêt', 'houle'];
const MORE = ['jusant', 'lande', 'mouillage', 'noroît', 'oyat', 'phare', 'ressac', 'varech'];

function word(list: readonly string[]): string {
  return list[randomInt(list.length)] ?? '';
}

/** Draws the refusal sentences of one run of the stub. */
export function drawSentences(): Sentences {
  const drawn = Object.entries(TEMPLATES).map(([key, text]) => [
    key,
    `${text} (${word(WORDS)} ${word(MORE)}, réf. ${randomInt(100_000, 1_000_000)}).`,
  ]);
  return Object.fromEntries(drawn) as Sentences;
}
