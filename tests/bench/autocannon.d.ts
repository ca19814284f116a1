/** The parts of autocannon that the bench uses; the package has no types of its own. */
declare module 'autocannon' {
  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Asked one after the other by every connection, instead of the address itself. */
    readonly requests?: readonly { readonly path: string }[];
    /** Requests a second over all connections. */
    readonly overallRate?: number;
  }

  interface Result {
    readonly errors: number;
    readonly non2xx: number;
  }

  interface Instance extends PromiseLike<Result> {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, ms: number) => void,
    ): void;
    stop(): void;
  }

  export default function autocannon(options: Options): Instance;
}
