import { openApp } from '#server/composition.ts';
import { createLogger } from '#server/observability/logger.ts';
import { answerTrpc } from '#server/trpc/http.ts';
import { serve } from './http.ts';
import { envOf } from './world.ts';

// The whole app in a process that can be killed; its variables stand on the command line as JSON.
const [variables = '{}'] = process.argv.slice(2);
const app = await openApp({
  env: envOf(JSON.parse(variables)),
  logger: createLogger({ LOG_LEVEL: 'fatal' }, { write: () => {} }),
  withAdminDoor: false,
});
const server = await serve((request) => answerTrpc(app, request));
app.runner.start();
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
