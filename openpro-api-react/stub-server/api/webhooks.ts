import { field } from '../json.ts';
import { type ApiContext, bodyOf, ok, Refusal, type Reply } from './context.ts';

function urlOf(context: ApiContext): { url: string; emailAlerte: string | null } {
  const body = bodyOf(context);
  const url = field(body, 'url');
  const email = field(body, 'emailAlerte');
  if (typeof url !== 'string' || url.length > 2000 || !URL.canParse(url)) {
    throw new Refusal('webhook');
  }
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new Refusal('webhook');
  return { url, emailAlerte: typeof email === 'string' ? email : null };
}

/** Lists the webhooks of the account. */
export function listWebhooks(context: ApiContext): Reply {
  const webhooks = [...context.store.webhooks.values()].map(({ url, emailAlerte }) =>
    emailAlerte === null ? { url } : { url, emailAlerte },
  );
  return ok({ webhooks });
}

/** Registers a webhook. */
export function addWebhook(context: ApiContext): Reply {
  const entry = urlOf(context);
  if (!context.fault.ignoreWrite) context.store.setWebhook(entry.url, entry);
  return ok(entry.emailAlerte === null ? { url: entry.url } : { ...entry });
}

/** Removes the webhook whose address stands in the body; removing twice answers the same. */
export function removeWebhook(context: ApiContext): Reply {
  const { url } = urlOf(context);
  const known = context.store.webhooks.has(url);
  if (known && !context.fault.ignoreWrite) context.store.setWebhook(url, null);
  return ok({});
}
