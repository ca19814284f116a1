import fc from 'fast-check';

/**
 * One seed for every property of a test file, printed so that a run can be repeated:
 * `PROPERTY_SEED=123 npx vitest run --project unit <file>`.
 */
const SEED = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);

fc.configureGlobal({ seed: SEED });
process.stdout.write(`PROPERTY_SEED=${SEED}\n`);

export { fc };
