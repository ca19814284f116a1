export { GET } from '#app/api/debug/route.dev.ts';
