import type { JsonObject } from '../json.ts';
import type { Random } from './random.ts';

const LAST = [
  'Lebœuf',
  'Đặng',
  'O’Connor',
  'Garçon-Pinel',
  'Müller',
  'Vandenbossche',
  'Ibáñez',
  'Łukasik',
  'Tréguier',
  'Moreau-Quint',
  'Sørvåg',
  'Bellanger',
  'd’Arbois',
  'Rossignol',
  'Çelik',
  'Whitcombe',
  'Hélouin',
  'Kerguelis',
  'Dubreuil',
  'Świerk',
  'Pélissan',
  'Ravenel',
  'Nguyễn',
  'Castagnou',
] as const;
const FIRST = [
  'Zoë',
  'Anaïs',
  'Jérôme',
  'Noël',
  'François',
  'Gaëlle',
  'Søren',
  'Inès',
  'Małgorzata',
  'Thérèse',
  'Jürgen',
  'Maëlys',
  'Andrew',
  'Lucía',
  'Hélène',
  'Bastien',
  'Océane',
  'Renée',
  'Loïc',
  'Mathilde',
] as const;
const PLACES = [
  ['59650', 'Villeneuve-d’Ascq', 'France'],
  ['59491', "Villeneuve-d'Ascq", 'France'],
  ['35400', 'Saint-Malo', 'France'],
  ['97110', 'Pointe-à-Pitre', 'France'],
  ['01200', 'L’Haÿ-sur-Valserine', 'France'],
  ['50667', 'Köln', 'Allemagne'],
  ['1000', 'Bruxelles', 'Belgique'],
  ['1204', 'Genève', 'Suisse'],
  ['BS1 4DJ', 'Bristol', 'Royaume-Uni'],
  ['48001', 'Bilbao', 'Espagne'],
] as const;
const STREETS = ['rue du Four', 'allée des Érables', 'impasse de l’Étang', 'quai Ouest'] as const;
const COMPANIES = [
  'Ateliers Brumaire SARL',
  'Études & Relevés Pinson',
  'Chœur du Val d’Œuf',
] as const;

function plain(text: string): string {
  const bare = text
    .normalize('NFD')
    .replace(/[đøłœ]/gi, 'o')
    .replace(/[^a-z]/gi, '');
  return bare.toLowerCase();
}

/** An invented guest; optional fields are sometimes null, empty or absent, as upstream has them. */
export function person(random: Random): JsonObject {
  const nom = random.pick(LAST);
  const prenom = random.pick(FIRST);
  const [codePostal, ville, pays] = random.pick(PLACES);
  const mobile = `+33 6 ${Array.from({ length: 4 }, () => random.between(10, 99)).join(' ')}`;
  const contact: JsonObject = {
    societe: random.chance(0.12) ? random.pick(COMPANIES) : null,
    nom,
    prenom,
    adresse: `${random.between(1, 98)} ${random.pick(STREETS)}`,
    adresseComplement: random.chance(0.1) ? 'Bâtiment B' : '',
    pays,
    codePostal,
    ville,
    telephone1: random.chance(0.9) ? mobile : '',
    telephone2: random.chance(0.1) ? '+33 2 99 00 11 22' : '',
    telephone3: null,
    fax: '',
    email: random.chance(0.9) ? `${plain(prenom)}.${plain(nom)}@example.org` : '',
    remarques: random.chance(0.2) ? 'Arrivée vers 22 h, merci de prévoir l’accès.' : null,
  };
  if (random.chance(0.08)) {
    for (const key of ['telephone3', 'fax', 'remarques', 'societe']) delete contact[key];
  }
  return contact;
}
