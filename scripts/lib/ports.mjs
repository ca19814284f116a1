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
function portFrom(name, otherwise) {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${name} must be a port from 1 to 65535, not "${text}".`);
}

/**
 * @param {string} name
 * @param {number} port
 */
async function assertFree(name, port) {
  if (await isFree(port)) return;
  throw new Error(
    `Port ${port} is taken by another program. Stop it, or choose another: ${name}=${port + 10}`,
  );
}

/**
 * The ports of the app and of the stub, as the environment says.
 * @param {{ withStub: boolean }} what
 * @returns {{ port: number, stubPort: number }}
 */
export function instancePorts({ withStub }) {
  const port = portFrom('PORT', 3100);
  const stubPort = portFrom('STUB_PORT', 3101);
  if (withStub && port === stubPort) {
    throw new Error(`PORT and STUB_PORT must differ; both are ${port}.`);
  }
  return { port, stubPort };
}

/**
 * Refuses to go on when a port that is needed is taken.
 * @param {{ port: number, stubPort: number, withStub: boolean }} ports
 * @returns {Promise<void>}
 */
export async function assertPortsFree({ port, stubPort, withStub }) {
  await assertFree('PORT', port);
  if (withStub) await assertFree('STUB_PORT', stubPort);
}
