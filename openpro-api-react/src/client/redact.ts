/** Replaces a secret in text by `***`. */
export type Redact = (text: string) => string;

const LONGEST_WORDS = 500;

/** The characters of base64 that a text decides alone, at each of the three alignments. */
function base64Forms(key: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const whole = btoa('\0'.repeat(shift) + key);
    const form = whole.slice(
      Math.ceil((shift * 4) / 3),
      Math.floor(((shift + key.length) * 4) / 3),
    );
    // Shorter forms would hide ordinary words.
    return form.length < 4 ? [] : [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** A pattern for one character, as it is or percent-encoded any number of times. */
function characterPattern(char: string): string {
  const hex = char.charCodeAt(0).toString(16).padStart(2, '0');
  return `(?:\\x${hex}|%(?:25)*${hex})`;
}

/**
 * Makes the function that hides a key in text: as it is, percent-encoded, in base64, in any case.
 * @param key visible ASCII characters
 */
export function createRedact(key: string): Redact {
  const escaped = base64Forms(key).map((form) => form.replace(/[+/]/g, '\\$&'));
  const pattern = new RegExp([[...key].map(characterPattern).join(''), ...escaped].join('|'), 'gi');
  return (text) => text.replace(pattern, '***');
}

/**
 * Upstream's text, safe to show: control and invisible characters out, the key hidden, at most 500
 * characters. Cut last, so that no half of a key stays at the end.
 */
export function cleanText(text: string, redact: Redact): string {
  const visible = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
  return redact(visible).trim().slice(0, LONGEST_WORDS);
}
