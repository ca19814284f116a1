import type { GuestInput } from '#server/domain/guests/schema.ts';

/** By what a guest is looked for. */
export const GUEST_BYS = ['email', 'phone', 'booking'] as const;

export type GuestBy = (typeof GUEST_BYS)[number];

/** What was typed, as a question; null when it cannot be one. */
export function guestQueryOf(by: GuestBy, text: string, supplierId: number): GuestInput | null {
  const typed = text.trim();
  if (by === 'email')
    return /^\S+@\S+$/.test(typed) && typed.length <= 320 ? { email: typed } : null;
  if (by === 'phone') {
    const figures = typed.replace(/\D/g, '').length;
    return figures >= 4 && typed.length <= 40 ? { phone: typed } : null;
  }
  return /^[1-9]\d{0,14}$/.test(typed) ? { supplierId, bookingId: Number(typed) } : null;
}
