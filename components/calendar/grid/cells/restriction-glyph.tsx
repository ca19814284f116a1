interface Props {
  arrival: boolean;
  departure: boolean;
}

const LETTER = 'line-through decoration-[1.5px]';

/** A = arrival, D = departure, in both languages; struck through = not allowed. */
export function RestrictionGlyph({ arrival, departure }: Props) {
  if (arrival && departure) return null;
  return (
    <span aria-hidden className="shrink-0 text-11 leading-none font-semibold">
      {!arrival && <span className={LETTER}>A</span>}
      {!departure && <span className={LETTER}>D</span>}
    </span>
  );
}
