import type { Demo } from './demo.ts';

/** Makes the upstream misbehave until the faults are cleared. */
export async function postFault({ stubUrl }: Demo, fault: unknown): Promise<void> {
  const answer = await fetch(`${stubUrl}/__stub/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(`The fault was answered ${answer.status}`);
}

/** Lets the upstream behave again. */
export async function clearFaults({ stubUrl }: Demo): Promise<void> {
  const answer = await fetch(`${stubUrl}/__stub/faults`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`Clearing the faults was answered ${answer.status}`);
}
