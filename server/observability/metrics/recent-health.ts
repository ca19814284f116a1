/** How far back the installation's health looks, and in what steps. */
const WINDOW_MS = 300_000;
const STEP_MS = 10_000;

/** An answer that takes longer is slow. */
export const SLOW_ANSWER_MS = 500;

/** Below this number nothing is judged: one failure of three calls is no rate. */
const FEWEST = 50;

const MOST_ERRORS = 0.05;
const MOST_SLOW = 0.01;
const MOST_FAILED_STATEMENTS = 0.01;

interface Step {
  readonly begin: number;
  answers: number;
  errors: number;
  slow: number;
  statements: number;
  failed: number;
}

export type HealthProblem = 'error_rate' | 'slow_answers' | 'database_failing';

/** What was answered and asked of the database over the last five minutes, in this process. */
export class RecentHealth {
  private steps: Step[] = [];

  /** Counts one answer; `now` in epoch milliseconds. */
  answer(now: number, status: number, ms: number): void {
    const step = this.at(now);
    step.answers += 1;
    if (status >= 500) step.errors += 1;
    if (ms > SLOW_ANSWER_MS) step.slow += 1;
  }

  /** Counts statements of the database that were run together. */
  statements(now: number, count: number, isOk: boolean): void {
    const step = this.at(now);
    step.statements += count;
    if (!isOk) step.failed += count;
  }

  /**
   * What is wrong: more than 5 % of answers are errors, the slowest of a hundred takes more than
   * half a second, or more than 1 % of database statements fail.
   */
  problems(now: number): HealthProblem[] {
    const seen = this.steps.filter(({ begin }) => begin > now - WINDOW_MS);
    const sum = (pick: (step: Step) => number) => seen.reduce((all, step) => all + pick(step), 0);
    const [answers, statements] = [sum((s) => s.answers), sum((s) => s.statements)];
    const found: HealthProblem[] = [];
    const exceeds = (part: number, all: number, most: number) => all >= FEWEST && part / all > most;
    if (
      exceeds(
        sum((s) => s.errors),
        answers,
        MOST_ERRORS,
      )
    )
      found.push('error_rate');
    if (
      exceeds(
        sum((s) => s.slow),
        answers,
        MOST_SLOW,
      )
    )
      found.push('slow_answers');
    if (
      exceeds(
        sum((s) => s.failed),
        statements,
        MOST_FAILED_STATEMENTS,
      )
    )
      found.push('database_failing');
    return found;
  }

  private at(now: number): Step {
    const begin = now - (now % STEP_MS);
    const last = this.steps.at(-1);
    if (last && last.begin >= begin) return last;
    const step = { begin, answers: 0, errors: 0, slow: 0, statements: 0, failed: 0 };
    this.steps = [...this.steps.filter((old) => old.begin > now - WINDOW_MS), step];
    return step;
  }
}
