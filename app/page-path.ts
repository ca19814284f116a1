/** What an address asks after its `?`, as a page is given it. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The address of a page with what it was asked, for a stranger to come back to. */
export async function pagePath(path: string, searchParams: SearchParams): Promise<string> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams))
    if (typeof value === 'string') query.append(name, value);
  return query.size > 0 ? `${path}?${query}` : path;
}
