import { getApp } from '#server/composition.ts';
import { answerTrpc } from '#server/trpc/http.ts';

async function answer(request: Request): Promise<Response> {
  return answerTrpc(await getApp(), request);
}

export { answer as GET, answer as OPTIONS, answer as POST };
