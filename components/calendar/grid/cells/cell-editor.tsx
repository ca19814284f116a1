'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';

interface Props {
  name: string;
  initial: string;
  left: number;
  width: number;
  /** Marks the whole text, so that typing replaces it. */
  isWhole: boolean;
  isValid: (text: string) => boolean;
  onCommit: (text: string, move: 'stay' | 'next' | 'previous' | 'down') => void;
  onCancel: () => void;
  hint: string;
}

/** A field over the cell. Enter commits, Tab commits and moves, Escape leaves things as they were. */
export function CellEditor(props: Props) {
  const t = useTranslations('panel');
  const [text, setText] = useState(props.initial);
  const [isWrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => {
    const element = input.current;
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (props.isWhole) element?.select();
  }, [props.isWhole]);

  const commit = (move: 'stay' | 'next' | 'previous' | 'down') => {
    if (isOver.current) return;
    if (text.trim() !== '' && !props.isValid(text)) return setWrong(true);
    isOver.current = true;
    if (text.trim() === '') props.onCancel();
    else props.onCommit(text, move);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      event.preventDefault();
      commit('stay');
    } else if (event.key === 'Tab') {
      event.preventDefault();
      commit(event.shiftKey ? 'previous' : 'next');
    } else if (event.key === 'Escape') {
      event.preventDefault();
      isOver.current = true;
      props.onCancel();
    }
  };
  return (
    <div
      className="absolute inset-y-0 z-[6]"
      style={{ left: props.left, width: Math.max(props.width, 72) }}
    >
      <input
        ref={input}
        value={text}
        inputMode="decimal"
        aria-label={props.name}
        aria-invalid={isWrong || undefined}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!isOver.current && props.isValid(text)) commit('stay');
          else if (!isOver.current) props.onCancel();
        }}
        className="figures scroll-mt-14 scroll-ml-(--names) size-full border-2 border-accent bg-raised px-1.5 text-right text-13 font-medium text-ink outline-none"
      />
      <p
        role={isWrong ? 'alert' : undefined}
        className={`absolute top-full right-0 z-20 mt-1 rounded-md border bg-raised px-2 py-1 text-12 whitespace-nowrap shadow-float ${isWrong ? 'border-wrong/40 text-wrong' : 'border-line text-muted'}`}
      >
        {isWrong ? t('badPrice') : props.hint}
      </p>
    </div>
  );
}
