import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import type { AppRouter } from 'openpro-router-types';

/** What another program knows of an installation. */
export interface Installation {
  readonly url: string;
  readonly apiKey: string;
  readonly supplierIds: readonly number[];
}

const clientOf = ({ url, apiKey }: Pick<Installation, 'url' | 'apiKey'>) =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/api/trpc`,
        headers: { authorization: `Bearer ${apiKey}`, 'accept-language': 'en' },
      }),
    ],
  });

function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Not so: ${what}`);
}

/** Calls the API as another program does, and checks what it answers. */
export async function consume(installation: Installation): Promise<void> {
  const [supplierId] = installation.supplierIds;
  check(supplierId !== undefined, 'there is a supplier');
  const client = clientOf(installation);

  const suppliers = await client.suppliers.list.query({});
  const ids: number[] = suppliers.map((supplier) => supplier.id);
  check(ids.includes(supplierId), 'the supplier is listed');

  const [from, to] = ['2026-12-01', '2026-12-14'];
  const calendar = await client.calendar.get.query({ supplierId, from, to });
  const names: string[] = calendar.accommodations.map((accommodation) => accommodation.name);
  check(names.length > 0 && names.every((name) => name !== ''), 'accommodations have names');

  // @ts-expect-error The price is a number of cents, not a text.
  const wrong: string | undefined = calendar.rates[0]?.runs[0]?.prices[0]?.priceCents;
  check(wrong === undefined || Number.isInteger(wrong), 'prices are whole cents');

  // @ts-expect-error A supplier's id is a number.
  const refused = client.calendar.get.query({ supplierId: String(supplierId), from, to });
  const error: unknown = await refused.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  check(error instanceof TRPCClientError, 'a wrong call is refused');
  const typed: TRPCClientError<AppRouter> = error;
  check(typed.data?.httpStatus === 400, 'a wrong call is the caller’s mistake');
  check(typed.data.fields?.[0]?.path === 'supplierId', 'the refused field is named');

  const stranger = clientOf({ ...installation, apiKey: 'nobody' });
  const status: number = await stranger.suppliers.list.query({}).then(
    () => 200,
    (thrown: TRPCClientError<AppRouter>) => thrown.data?.httpStatus ?? 0,
  );
  check(status === 401, 'an unknown key is nobody');
}
