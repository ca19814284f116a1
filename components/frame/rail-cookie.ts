/** Keeps whether the menu is folded, so that the page arrives as it was left. */
export const RAIL_COOKIE = 'rail';
