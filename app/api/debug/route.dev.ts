import { getApp } from '#server/composition.ts';
import { environmentNames } from '#server/env.ts';
import { debugFacts } from '#server/observability/debug-facts.ts';
import { APP_VERSION } from '#server/version.ts';

/** Tells a developer what arrived and what runs here. Its name keeps it out of every build. */
export async function GET(request: Request): Promise<Response> {
  const known = { variables: environmentNames(), version: APP_VERSION };
  const facts = await debugFacts(await getApp(), request, known);
  return Response.json(facts, { headers: { 'cache-control': 'no-store' } });
}
