'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useDesk } from '../../desk/desk.tsx';
import { wantedValue } from '../../edit/night-values.ts';
import { parseAmount, parseCount } from '../../edit/parse-input.ts';
import type { CellAddress } from '../../model/cells.ts';
import { selectCell } from '../../selection/selection.ts';

/** The cell that is being typed into. */
export interface Editing {
  readonly address: CellAddress;
  readonly initial: string;
  readonly isWhole: boolean;
}

/** Typing into a cell: the value goes to every selected cell of its kind. */
export function useCellEditing(refocus: () => void) {
  const desk = useDesk();
  const t = useTranslations('panel');
  const formats = useFormats();
  const [editing, setEditing] = useState<Editing | null>(null);

  const begin = (address: CellAddress, typed: string | null) => {
    const line = desk.model.byKey.get(address.line);
    if (!line) return;
    if (address.day < desk.today) return desk.say(t('pastOnly'));
    const field = line.kind === 'stock' ? 'units' : 'priceCents';
    const night = desk.staged.edits.get(address.line)?.get(address.day);
    const value = wantedValue(line, address.day, field, night);
    const current =
      typeof value !== 'number' ? '' : field === 'units' ? String(value) : formats.amount(value);
    // At once: the next key of a quick hand must already find the field, or digits would be lost.
    flushSync(() => setEditing({ address, initial: typed ?? current, isWhole: typed === null }));
  };
  const isStock = editing ? desk.model.byKey.get(editing.address.line)?.kind === 'stock' : false;
  const parse = (text: string) => (isStock ? parseCount(text) : parseAmount(text));
  const targets = () => {
    if (!editing) return [];
    const kind = desk.model.byKey.get(editing.address.line)?.kind;
    const same = desk.targets.filter(({ line }) => desk.model.byKey.get(line)?.kind === kind);
    return same.length > 0 ? same : [editing.address];
  };
  const commit = (text: string, move: 'stay' | 'next' | 'previous' | 'down') => {
    const value = parse(text);
    const cells = targets();
    flushSync(() => setEditing(null));
    if (!editing || value === null) return refocus();
    desk.apply(cells, isStock ? { units: value } : { price: { mode: 'set', cents: value } });
    if (move === 'next' || move === 'previous') {
      const day = editing.address.day + (move === 'next' ? 1 : -1);
      if (day >= desk.today && day <= desk.ground.to)
        desk.setSelection(selectCell({ line: editing.address.line, day }));
    }
    refocus();
  };
  const cancel = () => {
    flushSync(() => setEditing(null));
    refocus();
  };
  const count = editing ? targets().length : 0;
  return { editing, begin, commit, cancel, isValid: (text: string) => parse(text) !== null, count };
}
