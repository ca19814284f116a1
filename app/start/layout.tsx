export { SectionMessages as default } from '#components/i18n/section-messages.tsx';
