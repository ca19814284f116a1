'use client';
import { useTranslations } from 'next-intl';
import { ChoiceGroup } from '#components/settings/parts/choice-group.tsx';
import { ROLES, type Role } from '#server/domain/tenancy/permissions.ts';

interface Props {
  value: Role;
  onChange: (role: Role) => void;
}

/** A role, each with what it allows. */
export function RoleChoice({ value, onChange }: Props) {
  const t = useTranslations('team');
  return (
    <ChoiceGroup
      legend={t('role')}
      choices={ROLES.map((role) => ({
        value: role,
        label: t(`roles.${role}`),
        hint: t(`roleMay.${role}`),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
