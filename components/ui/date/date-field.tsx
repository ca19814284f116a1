'use client';
import { useRef, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { type EpochDay, fromEpochDay, parseEpochDay } from '#server/kernel/calendar-date.ts';
import { isDateComplete } from './date-typing.ts';

interface Props {
  label: string;
  isLabelHidden?: boolean;
  title?: string;
  /** Of the field alone. */
  className?: string;
  day: EpochDay;
  min?: EpochDay;
  /** Called with a date that is meant, not with those that typing it passes through. */
  onDay: (day: EpochDay) => void;
}

/** A date to type or to pick. What is being typed stays in the field until it is a date. */
export function DateField(props: Props) {
  const { day, min, onDay } = props;
  const formats = useFormats();
  const [text, setText] = useState<string | null>(null);
  const isTyping = useRef(false);
  const settle = (typed: string | null) => {
    isTyping.current = false;
    setText(null);
    const next = typed === null ? null : parseEpochDay(typed);
    const thisYear = new Date().getUTCFullYear();
    if (next !== null && next !== day && isDateComplete(typed ?? '', null, false, thisYear))
      onDay(next);
  };
  return (
    <label className="text-12 text-muted">
      <span className={props.isLabelHidden ? 'sr-only' : undefined}>{props.label}</span>
      <input
        // The browser writes the date its own way; the words leave no doubt about day and month.
        title={[props.title, formats.longDate(day)].filter(Boolean).join(' · ')}
        className={props.className}
        type="date"
        value={text ?? fromEpochDay(day)}
        // Four figures are a year: without a border browsers wait for six.
        max="9999-12-31"
        {...(min === undefined ? {} : { min: fromEpochDay(min) })}
        onPointerDown={() => {
          isTyping.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle(text);
          else if (event.key !== 'Tab') isTyping.current = true;
        }}
        onChange={({ target: { value } }) => {
          const before = text ?? fromEpochDay(day);
          const thisYear = new Date().getUTCFullYear();
          if (isDateComplete(value, before, isTyping.current, thisYear)) settle(value);
          else setText(value);
        }}
        onBlur={() => settle(text)}
      />
    </label>
  );
}
