import { createServer } from 'node:http';
import { openBare } from './answer.ts';

// The calendar's rows over node:http and nothing else: what any framework comes on top of.
const [planFile = '', port = ''] = process.argv.slice(2);
const answer = openBare(planFile);

createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const authorization = request.headers.authorization ?? null;
  const { status, headers, body } = await answer(authorization, searchParams.get('of') ?? '');
  response.writeHead(status, headers).end(body);
}).listen(Number(port), '127.0.0.1');
