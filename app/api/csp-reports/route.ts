import { getApp } from '#server/composition.ts';
import { answerPolicyReports } from '#server/trpc/doors/policy-reports.ts';

/** Where browsers say that a page went against its policy. */
export async function POST(request: Request): Promise<Response> {
  return answerPolicyReports(await getApp(), request);
}
