import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from '#server/trpc/root.ts';
import type { World } from '../world.ts';
import { addMember, pageHeaders } from './members.ts';

/** Somebody who is signed in, with what their pages call the API with. */
export async function startPage(
  world: Pick<World, 'app' | 'tenant' | 'url'>,
  tenant = world.tenant,
) {
  const { cookie, userId } = await addMember(world.app, tenant, 'owner');
  const headers = { ...pageHeaders(world.app, cookie), 'accept-language': 'en' };
  const api = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${world.url}/api/trpc`, headers })],
  });
  return { api, headers, userId };
}

export type Page = Awaited<ReturnType<typeof startPage>>;
