interface Props {
  arrival: boolean;
  departure: boolean;
}

/** Arrow into a line = arrival, out of it = departure; struck through = not allowed. */
export function RestrictionGlyph({ arrival, departure }: Props) {
  if (arrival && departure) return null;
  return (
    <svg
      viewBox="0 0 12 12"
      width="11"
      height="11"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      aria-hidden="true"
      className="shrink-0"
    >
      {!arrival && departure && <path d="M1 6h6M5 3.8 7.2 6 5 8.2M10 2v8M2 10 9 2" />}
      {arrival && !departure && <path d="M2 2v8M5 6h6M9 3.8 11.2 6 9 8.2M3.5 10l7-8" />}
      {!arrival && !departure && <path d="M2.5 2v8M9.5 2v8M4.5 4l3 4M7.5 4l-3 4" />}
    </svg>
  );
}
