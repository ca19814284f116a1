import { getApp } from '#server/composition.ts';
import { answerAuth } from '#server/trpc/doors/auth-door.ts';

async function answer(request: Request): Promise<Response> {
  return answerAuth(await getApp(), request);
}

export { answer as GET, answer as POST };
