/** Nothing; without a file of its own Turbopack would take the one of the checkout. */
export function register(): void {}
