import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A letter that came in. */
export interface Received {
  /** The addresses that the mail server was told. */
  readonly to: readonly string[];
  readonly mail: Email;
  /** The one address of a page in it. */
  readonly link: string;
}

/** A real mail server on this machine; `refuse` has it turn letters away. */
export async function startMailbox() {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const state = { refuse: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(state.refuse ? new Error(`550 no mailbox ${address}`) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        const [link = ''] = /http\S+/.exec(mail.text ?? '') ?? [];
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail, link });
        done();
        for (const wake of waiting.splice(0)) wake();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mailbox has no port');
  /** The letters so far, once there are as many as this. */
  const letters = async (count: number): Promise<readonly Received[]> => {
    while (received.length < count) await new Promise<void>((wake) => waiting.push(wake));
    return received;
  };
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    letters,
    /** The newest letter, once there are as many as this. */
    newest: async (count: number): Promise<Received> => {
      const newest = (await letters(count)).at(-1);
      if (!newest) throw new Error('The mailbox is empty');
      return newest;
    },
    refuse: (isRefusing: boolean) => {
      state.refuse = isRefusing;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}
