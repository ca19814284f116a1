import { Button, type ButtonProps } from './button.tsx';
import { classNames } from './class-names.ts';

interface Props extends Omit<ButtonProps, 'aria-label' | 'title'> {
  /** The name, spoken and shown as a tooltip. */
  label: string;
}

/** A square button that shows only a glyph. */
export function IconButton({ label, className, tone = 'bare', size = 'normal', ...rest }: Props) {
  const square = { small: 'w-7', normal: 'w-8', large: 'w-11' }[size];
  return (
    <Button
      {...rest}
      tone={tone}
      size={size}
      aria-label={label}
      title={label}
      className={classNames(square, 'px-0', className)}
    />
  );
}
