/** The fewest characters a password may have. */
export const MIN_PASSWORD_LENGTH = 12;
