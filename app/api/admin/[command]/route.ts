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
  return withRequestLog(app, request, async (facts) => {
    const answer = await answerAdmin(app, app.adminToken, request, command);
    facts.actorKind = answer.status === 200 || answer.status === 422 ? 'operator' : 'nobody';
    return answer;
  });
}
