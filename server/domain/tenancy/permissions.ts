/** What somebody may be allowed to do. */
export const CAPABILITIES = [
  /** Calendar, rates, stock, rate types, bookings and sendings, and a refresh of them. */
  'read',
  /** Prices, restrictions and stock. */
  'rates:write',
  'bookings:write',
  'suggestions:write',
  /** Settings of properties and accommodations. */
  'settings:read',
  'settings:write',
  /** A price outside of floor and ceiling. */
  'bounds:override',
  'audit:read',
  'team:read',
  'team:write',
  /** API keys and the origins that may use them. */
  'keys:write',
  /** Properties and their upstream keys. */
  'connections:write',
  /** A guest's data: export and erasure. */
  'guests:write',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** The roles of a member, from the one that may most to the one that may least. */
export const ROLES = ['owner', 'manager', 'reception', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

/** What each role may do. */
export const ROLE_MAY: Readonly<Record<Role, readonly Capability[]>> = {
  owner: CAPABILITIES,
  manager: [
    ...(['read', 'rates:write', 'bookings:write', 'suggestions:write'] as const),
    ...(['settings:read', 'settings:write', 'audit:read', 'team:read'] as const),
  ],
  reception: ['read', 'bookings:write'],
  viewer: ['read'],
};

/** What an API key can be given; people, keys and guests' files stay in people's hands. */
export const SCOPES = [
  ...(['read', 'rates:write', 'bookings:write', 'suggestions:write'] as const),
  ...(['settings:read', 'settings:write', 'audit:read'] as const),
] as const satisfies readonly Capability[];

export type Scope = (typeof SCOPES)[number];

/** Whether a word from the database names a role. */
export function isRole(word: string): word is Role {
  return ROLES.some((role) => role === word);
}

/** Whether a word from the database names a scope. */
export function isScope(word: string): word is Scope {
  return SCOPES.some((scope) => scope === word);
}
