import { getApp } from '#server/composition.ts';
import { answerCsv } from './answer-csv.ts';

/** The audit trail as a file. */
export async function GET(request: Request): Promise<Response> {
  return answerCsv(await getApp(), request);
}
