import { answerAdmin } from '#server/commands/admin-door.ts';
import { getApp } from '#server/composition.ts';
import { withRequestLog } from '#server/observability/request-log.ts';

/** Runs a command of the operator for another process of this machine. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ command: string }> },
): Promise<Response> {
  const app = await getApp();
  const { command } = await params;
  return withRequestLog(app, request, (facts) => {
    facts.actorKind = 'operator';
    return answerAdmin(app, app.adminToken, request, command);
  });
}
