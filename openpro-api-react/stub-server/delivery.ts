import { request } from 'node:http';
import type { JsonObject } from './json.ts';
import type { Mode } from './mode.ts';
import type { WebhookEntry } from './store/world.ts';

const TIMEOUT_MS = 2000;
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export interface Notice {
  supplierId: number;
  dossierId: number;
  event: string;
}

/** The webhook address with the two ids, after whatever query it has. */
export function noticeUrl(url: string, notice: Notice): string {
  const [address = '', hash] = url.split('#', 2);
  const joint = address.includes('?') ? '&' : '?';
  const ids = `idFournisseur=${notice.supplierId}&idDossier=${notice.dossierId}`;
  return `${address}${joint}${ids}${hash === undefined ? '' : `#${hash}`}`;
}

/** Calls webhooks as the booking service would: short timeout, three tries, then a mail. */
export class Delivery {
  /** What was tried, for tests. */
  readonly log: JsonObject[] = [];
  private readonly stop = new AbortController();
  private readonly retryMs: readonly number[];
  private readonly print: (line: JsonObject) => void;
  private pending = 0;

  constructor(retryMs: readonly number[], print: (line: JsonObject) => void) {
    this.retryMs = retryMs;
    this.print = print;
  }

  /** Deliveries not yet ended. */
  get open(): number {
    return this.pending;
  }

  /** Starts the delivery of a notice to each webhook; never waits for an answer. */
  send(webhooks: Iterable<WebhookEntry>, notice: Notice, mode: Mode): void {
    if (!mode.webhooks) return;
    for (const webhook of webhooks) {
      this.pending += 1;
      void this.deliver(webhook, notice, mode.webhookMethod).finally(() => {
        this.pending -= 1;
      });
    }
  }

  /** Ends everything that is under way. */
  close(): void {
    this.stop.abort();
  }

  private async deliver(webhook: WebhookEntry, notice: Notice, method: 'GET' | 'POST') {
    const url = noticeUrl(webhook.url, notice);
    const { hostname, protocol } = new URL(url);
    // The stub runs on developers' machines: it must never call anybody else's.
    if (!LOOPBACK.test(hostname) || protocol !== 'http:') {
      this.note({ url, method, status: null, tries: 0, delivered: false, why: 'not loopback' });
      return;
    }
    let status = 0;
    for (const [index, wait] of this.retryMs.entries()) {
      if (wait > 0) await this.pause(wait);
      if (this.stop.signal.aborted) return;
      status = await this.call(method === 'GET' ? url : webhook.url, method, notice);
      if (status >= 200 && status < 300) {
        this.note({ url, method, status, tries: index + 1, delivered: true });
        return;
      }
    }
    if (this.stop.signal.aborted) return;
    this.note({ url, method, status, tries: this.retryMs.length, delivered: false });
    if (webhook.emailAlerte !== null) {
      this.print({
        mail: { to: webhook.emailAlerte, about: 'webhook not delivered', url, status },
      });
    }
  }

  private note(entry: JsonObject): void {
    this.log.push({ at: new Date().toISOString(), ...entry });
    if (this.log.length > 10_000) this.log.shift();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.stop.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private call(url: string, method: 'GET' | 'POST', notice: Notice): Promise<number> {
    return new Promise((resolve) => {
      const options = { method, agent: false, signal: this.stop.signal };
      const call = request(url, options, (answer) => {
        answer.resume();
        answer.on('end', () => done(answer.statusCode ?? 0));
        answer.on('error', () => done(0));
      });
      const timer = setTimeout(() => call.destroy(new Error('timeout')), TIMEOUT_MS);
      const done = (status: number) => {
        clearTimeout(timer);
        resolve(status);
      };
      call.on('error', () => done(0));
      if (method === 'GET') return call.end();
      call.setHeader('content-type', 'application/json');
      call.end(
        JSON.stringify({
          evenement: notice.event,
          idDossier: notice.dossierId,
          idFournisseur: notice.supplierId,
        }),
      );
    });
  }
}
