export type SeedName = 'house' | 'gite' | 'hotel' | 'campsite';

export interface UnitProfile {
  id: number;
  name: string;
  units: number;
  guests: number;
  /** Cents of a weekday night for two guests in mid season. */
  baseCents: number;
  rateTypeIds: readonly number[];
}

export interface RateTypeProfile {
  id: number;
  label: Record<string, string>;
  description: Record<string, string>;
  percent: number;
  perGuestCents: number;
  extraMinStay: number;
}

export interface Profile {
  seed: SeedName;
  id: number;
  name: string;
  rateTypes: readonly RateTypeProfile[];
  units: readonly UnitProfile[];
  /** Minimum nights in low, mid and high season. */
  minStay: readonly [number, number, number];
  saturdaysInHighSeason: boolean;
  closedInWinter: boolean;
  pastBookings: number;
  comingBookings: number;
}

function rateType(
  id: number,
  label: [string, string, string?],
  description: [string, string],
  percent: number,
  perGuestCents = 0,
  extraMinStay = 0,
): RateTypeProfile {
  const [fr, en, de] = label;
  return {
    id,
    label: de === undefined ? { fr, en } : { fr, en, de },
    description: { fr: description[0], en: description[1] },
    percent,
    perGuestCents,
    extraMinStay,
  };
}

const FLEXIBLE: [string, string] = [
  'Annulation gratuite jusqu’à 7 jours',
  'Free until 7 days before',
];
const FIRM: [string, string] = [
  'Payé à la réservation, non remboursable',
  'Paid at once, no refund',
];

const house: Profile = {
  seed: 'house',
  id: 61001,
  name: 'Maison des Remparts',
  rateTypes: [
    rateType(2001, ['Tarif public', 'Public rate', 'Normalpreis'], FLEXIBLE, 100),
    rateType(2002, ['Non remboursable', 'Non-refundable', 'Nicht erstattbar'], FIRM, 90),
    rateType(
      2003,
      ['Demi-pension', 'Half board', 'Halbpension'],
      ['Dîner et petit déjeuner compris', 'Dinner and breakfast included'],
      100,
      3250,
    ),
  ],
  units: [
    {
      id: 1,
      name: 'Chambre de la Tour',
      units: 1,
      guests: 2,
      baseCents: 9400,
      rateTypeIds: [2001, 2002, 2003],
    },
    { id: 2, name: 'Suite du Lebœuf', units: 1, guests: 4, baseCents: 12_950, rateTypeIds: [2001] },
    {
      id: 3,
      name: 'Chambres jumelles',
      units: 2,
      guests: 3,
      baseCents: 8150,
      rateTypeIds: [2001, 2003],
    },
  ],
  minStay: [1, 2, 3],
  saturdaysInHighSeason: false,
  closedInWinter: false,
  pastBookings: 46,
  comingBookings: 16,
};

const gite: Profile = {
  seed: 'gite',
  id: 62002,
  name: 'Gîte de la Combe aux Merles',
  rateTypes: [rateType(2101, ['Tarif public', 'Public rate'], FLEXIBLE, 100)],
  units: [
    { id: 1, name: 'Gîte entier', units: 1, guests: 6, baseCents: 13_600, rateTypeIds: [2101] },
  ],
  minStay: [2, 3, 7],
  saturdaysInHighSeason: true,
  closedInWinter: false,
  pastBookings: 38,
  comingBookings: 14,
};

const ROOMS = [
  ['Simple cour', 4, 1, 5950],
  ['Double cour', 9, 2, 7850],
  ['Double jardin', 8, 2, 8450],
  ['Double océan', 6, 2, 10_400],
  ['Lits jumeaux', 7, 2, 7850],
  ['Triple', 5, 3, 9900],
  ['Quadruple', 4, 4, 11_850],
  ['Familiale', 3, 5, 13_900],
  ['Chambre accessible', 2, 2, 7850],
  ['Supérieure balcon', 5, 2, 12_600],
  ['Junior suite', 2, 3, 15_450],
  ['Suite du Phare', 1, 4, 21_900],
] as const;

const hotel: Profile = {
  seed: 'hotel',
  id: 63003,
  name: 'Hôtel du Phare Blanc',
  rateTypes: [
    rateType(2201, ['Tarif flexible', 'Flexible rate', 'Flexibler Preis'], FLEXIBLE, 100),
    rateType(2202, ['Tarif réduit non remboursable', 'Saver, non-refundable'], FIRM, 88),
    rateType(
      2203,
      ['Petit déjeuner inclus', 'Breakfast included', 'Mit Frühstück'],
      ['Buffet de 7 h à 10 h 30', 'Buffet from 7 to 10:30'],
      100,
      1250,
    ),
    rateType(
      2204,
      ['Séjour long', 'Long stay'],
      ['Dès quatre nuits', 'From four nights'],
      82,
      0,
      3,
    ),
  ],
  units: ROOMS.map(([name, units, guests, baseCents], index) => ({
    id: index + 1,
    name,
    units,
    guests,
    baseCents,
    rateTypeIds: index % 4 === 3 ? [2201, 2202, 2203] : [2201, 2202, 2203, 2204],
  })),
  minStay: [1, 1, 2],
  saturdaysInHighSeason: false,
  closedInWinter: false,
  pastBookings: 240,
  comingBookings: 130,
};

const PITCHES = [
  ['Emplacement tente', 6, 4, 1950],
  ['Emplacement camping-car', 6, 4, 2450],
  ['Tente aménagée', 3, 4, 4650],
  ['Mobil-home 2 chambres', 4, 5, 6950],
  ['Mobil-home 3 chambres', 3, 6, 8550],
  ['Chalet', 2, 6, 9850],
  ['Roulotte', 1, 2, 7250],
  ['Cabane perchée', 1, 4, 11_450],
] as const;
const AREAS = ['des Pins', 'de la Rivière', 'du Verger', 'de la Dune', 'du Moulin'] as const;

const campsite: Profile = {
  seed: 'campsite',
  id: 64004,
  name: 'Camping de l’Anse aux Genêts',
  rateTypes: [
    rateType(2301, ['Tarif public', 'Public rate', 'Normalpreis'], FLEXIBLE, 100),
    rateType(2302, ['Non remboursable', 'Non-refundable'], FIRM, 92),
    rateType(2303, ['Carte fidélité', 'Loyalty card'], ['Sur présentation', 'On presentation'], 95),
    rateType(2304, ['Semaine', 'Week', 'Woche'], ['Dès sept nuits', 'From seven nights'], 85, 0, 6),
    rateType(2305, ['Avec petit déjeuner', 'With breakfast'], ['Livré', 'Delivered'], 100, 850),
    rateType(2306, ['Groupe', 'Group'], ['Sur demande', 'On request'], 80, 0, 1),
  ],
  units: AREAS.flatMap((area, row) =>
    PITCHES.map(([kind, units, guests, baseCents], column) => ({
      id: row * PITCHES.length + column + 1,
      name: `${kind} ${area}`,
      units,
      guests,
      baseCents: baseCents + row * 150,
      rateTypeIds: [2301, 2302, 2303, 2304, 2305, 2306].slice(0, 2 + ((row + column) % 5)),
    })),
  ),
  minStay: [1, 2, 3],
  saturdaysInHighSeason: false,
  closedInWinter: true,
  pastBookings: 520,
  comingBookings: 260,
};

export const PROFILES: readonly Profile[] = [house, gite, hotel, campsite];
