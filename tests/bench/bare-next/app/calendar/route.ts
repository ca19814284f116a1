import { openBare } from '../../../baselines/answer.ts';

export const dynamic = 'force-dynamic';

let answer: ReturnType<typeof openBare> | undefined;

/** The calendar's rows out of a Next route handler and nothing else. */
export async function GET(request: Request): Promise<Response> {
  answer ??= openBare(process.env.BENCH_PLAN ?? '');
  const { searchParams } = new URL(request.url);
  const authorization = request.headers.get('authorization');
  const { body, ...init } = await answer(authorization, searchParams.get('of') ?? '');
  return new Response(body, init);
}
