import { operatorCall } from '#server/commands/command.ts';
import type { GuestInput } from '#server/domain/guests/schema.ts';
import { addConnection } from '#server/domain/suppliers/add-suppliers.ts';
import { addDays } from '#server/kernel/calendar-date.ts';
import { todayOf } from '../nights.ts';
import { startWorld } from '../world.ts';
import { startPage } from './pages.ts';

/** The second property of the organisation; the first is the world's. */
export const SECOND = 62_002;

/** A booking by its ids. */
export interface BookingKey {
  readonly supplierId: number;
  readonly bookingId: number;
}

/** What a stay is sold with; anything else goes into the dossier in upstream's own words. */
export interface Sale {
  readonly supplierId?: number;
  /** Days from today to the arrival; by default the stay is over. */
  readonly inDays?: number;
  readonly nights?: number;
  readonly contact?: object;
  readonly [wire: string]: unknown;
}

/** A world with two properties, an owner who is signed in, and guests who come and go. */
export async function startGuests() {
  const world = await startWorld({ seed: 'all' });
  const { app, tenant, stub } = world;
  await addConnection(app, operatorCall(tenant), {
    ...{ name: 'Second', apiKey: stub.apiKey },
    suppliers: [{ supplierId: SECOND, name: 'Gîte' }],
  });
  const refresh = (supplierId = world.supplierId) =>
    world.api.suppliers.refresh.mutate({ supplierId });
  await refresh();
  const page = await startPage(world);
  const today = await todayOf(world);
  return {
    ...{ world, page, today, refresh },
    /** Sells a stay upstream. */
    sell: async (sale: Sale): Promise<BookingKey> => {
      const { inDays = -30, nights = 2, supplierId = world.supplierId, ...rest } = sale;
      const arrival = addDays(today, inDays);
      const stay = { arrival, departure: addDays(arrival, nights), amount: 245.5 };
      const made = await stub.control('POST', 'dossiers', { supplierId, ...stay, ...rest });
      return { supplierId, bookingId: (made as { id: number }).id };
    },
    change: ({ supplierId, bookingId }: BookingKey, body: object) =>
      stub.control('PATCH', `dossiers/${supplierId}/${bookingId}`, body),
    /** Everything that the database holds of a booking. */
    held: async ({ supplierId, bookingId }: BookingKey) => {
      const { rows } = await world.app.database.client.execute({
        sql: 'SELECT * FROM booking WHERE org_id = ? AND supplier_id = ? AND booking_id = ?',
        args: [tenant, supplierId, bookingId],
      });
      return rows[0];
    },
    find: (guest: GuestInput) => page.api.guests.find.mutate({ guest }),
    erase: (guest: GuestInput) => page.api.guests.erase.mutate({ guest, confirm: true }),
  };
}

export type Guests = Awaited<ReturnType<typeof startGuests>>;

/** A guest with something in every field. */
export const CONTACT = {
  ...{ societe: 'Canari SARL', nom: 'Villeneuve-Canari', prenom: 'Zoé', fax: '+33199887700' },
  ...{ email: 'zoe@villeneuve.example', telephone1: '+33699000001', adresse: '1 rue du Canari' },
  ...{ codePostal: '99123', ville: 'Canariville', pays: 'Canarie', remarques: 'Canari allergique' },
};
/** Anything of that guest. */
export const PERSONAL = /canari|villeneuve|zoé|33699000001|99123/i;

/** A dossier with something of the guest in every place that has words. */
export function dossierOf({ today, world }: Pick<Guests, 'today' | 'world'>, inDays: number): Sale {
  const arrival = addDays(today, inDays);
  return {
    inDays,
    contact: CONTACT,
    listeSupplementGlobal: [{ intitule: 'Taxe de séjour', quantite: 2, montant: 3.3 }],
    listeReglement: [{ type: 'Virement Villeneuve-Canari', montant: 100, date: '2026-02-01' }],
    listeHebergement: [
      {
        cleHebergement: { idFournisseur: world.supplierId, idHebergement: 1 },
        sejour: { debut: arrival, fin: addDays(arrival, 3) },
        ...{ quantite: 1, montant: 245.5, remarques: 'Lit bébé pour Zoé Canari' },
        pax: { nbPers: 2, listeAge: [{ intitule: 'Adulte', quantite: 2 }] },
        tarif: { typeTarif: { idTypeTarif: 2001, libelle: 'Tarif public' } },
        listeSupplementHebergement: [{ intitule: 'Ménage', quantite: 1, montant: 40 }],
      },
    ],
  };
}
