/** The zones of France, each with the territory that lives by it. */
export const TIME_ZONES = [
  'Europe/Paris',
  'America/Guadeloupe',
  'America/Martinique',
  'America/Cayenne',
  'Indian/Reunion',
  'Indian/Mayotte',
  'America/Miquelon',
  'America/St_Barthelemy',
  'America/Marigot',
  'Pacific/Noumea',
  'Pacific/Tahiti',
] as const;

export type TimeZone = (typeof TIME_ZONES)[number];

/** Whether a zone is one of the list. */
export function isListedZone(zone: string): zone is TimeZone {
  return TIME_ZONES.some((listed) => listed === zone);
}

/** The zone to begin with: that of the owner's own device where it lies in France, else the stored. */
export function firstZone(stored: string, device: string): string {
  return stored === TIME_ZONES[0] && isListedZone(device) ? device : stored;
}
