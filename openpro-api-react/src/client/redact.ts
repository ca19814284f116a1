/** Makes upstream's text safe to show. */
export type Clean = (text: string) => string;

const LONGEST_TEXT = 500;

/** The characters of base64 that a text decides alone, at each of the three alignments. */
function base64Patterns(key: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const whole = btoa('\0'.repeat(shift) + key);
    const form = whole.slice(
      Math.ceil((shift * 4) / 3),
      Math.floor(((shift + key.length) * 4) / 3),
    );
    // Shorter forms would hide ordinary words.
    return form.length < 4 ? [] : form.replace(/\+/g, '[+-]').replace(/\//g, '[/_]');
  });
}

/** A pattern for one character, as it is or percent-encoded any number of times. */
function characterPattern(char: string): string {
  const hex = char.charCodeAt(0).toString(16);
  return `(?:\\x${hex}|%(?:25)*${hex})`;
}

/**
 * Makes the function that cleans upstream's text: control and invisible characters become spaces,
 * the key (as it is, percent-encoded or in base64, in any case) becomes `***`, and at most 500
 * characters stay. It cuts last, so that no half of a key is left at the end.
 * @param key visible ASCII characters
 */
export function createClean(key: string): Clean {
  const plain = [...key].map(characterPattern).join('');
  const pattern = new RegExp([plain, ...base64Patterns(key)].join('|'), 'gi');
  return (text) =>
    text
      .replace(/[\p{C}\s]+/gu, ' ')
      .replace(pattern, '***')
      .trim()
      .slice(0, LONGEST_TEXT);
}
