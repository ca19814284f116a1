// @ts-check
import { createServer } from 'node:net';

/**
 * Whether a port of this machine can be listened on.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });
}

/**
 * A port that nothing listens on at this moment.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Reads a port from the environment.
 * @param {string} name
 * @param {number} otherwise
 * @returns {number}
 */
export function portFrom(name, otherwise) {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${name} must be a port from 1 to 65535, not "${text}".`);
}

/**
 * Refuses to go on when a port is taken.
 * @param {string} name
 * @param {number} port
 * @returns {Promise<void>}
 */
export async function assertFree(name, port) {
  if (await isFree(port)) return;
  throw new Error(
    `Port ${port} is taken by another program. Stop it, or choose another: ${name}=${port + 10}`,
  );
}
