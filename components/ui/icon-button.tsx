import { Button, type ButtonProps } from './button.tsx';

interface Props extends Omit<ButtonProps, 'aria-label' | 'title' | 'isSquare'> {
  /** The name, spoken and shown as a tooltip. */
  label: string;
}

/** A square button that shows only a glyph. */
export function IconButton({ label, tone = 'bare', ...rest }: Props) {
  return <Button {...rest} isSquare tone={tone} aria-label={label} title={label} />;
}
