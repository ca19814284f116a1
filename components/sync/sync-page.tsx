'use client';
import { useTranslations } from 'next-intl';
import { DriftSection } from '#components/drift/drift-section.tsx';
import { PageBody } from '#components/settings/page/page-body.tsx';
import { PageLink } from '#components/ui/page-link.tsx';

/** How this calendar and Open Pro agree, section by section. */
export function SyncPage({ supplierId }: { supplierId: number }) {
  const t = useTranslations('sync');
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageBody
        title={t('title')}
        intro={t('intro')}
        needs="read"
        isWide
        aside={
          <PageLink
            href={`/s/${supplierId}/history`}
            className="inline-flex h-8 items-center rounded-md border border-line-strong bg-surface px-3 text-13 font-medium hover:bg-weekend touch:h-11"
          >
            {t('past')}
          </PageLink>
        }
      >
        <DriftSection supplierId={supplierId} />
      </PageBody>
    </div>
  );
}
