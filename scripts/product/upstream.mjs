// @ts-check
import { isLoopbackUrl } from '#server/env-values.ts';

/**
 * Another program that plays Open Pro, instead of the project's own stub.
 * @typedef {{ baseUrl: string, apiKey: string, supplierIds: number[] }} Upstream
 */

/**
 * The upstream named by the environment; undefined when none is, so that the stub is started.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Upstream | undefined}
 */
export function namedUpstream(env) {
  const baseUrl = env.OPENPRO_BASE_URL;
  if (!baseUrl) return undefined;
  if (!isLoopbackUrl(baseUrl)) {
    throw new Error(
      `The demo only talks to an upstream on this machine, not to ${baseUrl}. Unset OPENPRO_BASE_URL.`,
    );
  }
  const supplierIds = (env.OPENPRO_SUPPLIER_IDS ?? '')
    .split(',')
    .filter((text) => text.trim() !== '')
    .map(Number);
  if (supplierIds.length === 0 || !supplierIds.every((id) => Number.isSafeInteger(id) && id > 0)) {
    throw new Error('OPENPRO_SUPPLIER_IDS must list the supplier ids, such as 4001,4002.');
  }
  if (!env.OPENPRO_API_KEY) throw new Error('OPENPRO_API_KEY is missing: OPENPRO_BASE_URL is set.');
  return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey: env.OPENPRO_API_KEY, supplierIds };
}
