import { describe, expect, test } from 'vitest';
import { RecentHealth } from './recent-health.ts';

const NOW = 1_800_000_000_000;

function answers(health: RecentHealth, count: number, status: number, ms = 5, at = NOW) {
  for (let i = 0; i < count; i++) health.answer(at, status, ms);
}

describe('what is wrong with the last five minutes', () => {
  test('nothing, before anything happened', () => {
    expect(new RecentHealth().problems(NOW)).toEqual([]);
  });

  test('errors, when they are more than one in twenty', () => {
    const health = new RecentHealth();
    answers(health, 95, 200);
    answers(health, 5, 500);
    expect(health.problems(NOW)).toEqual([]);
    answers(health, 1, 503);
    expect(health.problems(NOW)).toEqual(['error_rate']);
  });

  test('not what callers did wrong', () => {
    const health = new RecentHealth();
    answers(health, 100, 404);
    expect(health.problems(NOW)).toEqual([]);
  });

  test('slow answers, when they are more than one in a hundred', () => {
    const health = new RecentHealth();
    answers(health, 99, 200, 500);
    answers(health, 1, 200, 501);
    expect(health.problems(NOW)).toEqual([]);
    answers(health, 1, 200, 501);
    expect(health.problems(NOW)).toEqual(['slow_answers']);
  });

  test('the database, when more than one statement in a hundred fails', () => {
    const health = new RecentHealth();
    health.statements(NOW, 99, true);
    health.statements(NOW, 1, false);
    expect(health.problems(NOW)).toEqual([]);
    health.statements(NOW, 1, false);
    expect(health.problems(NOW)).toEqual(['database_failing']);
  });

  test('nothing, of too few to judge by', () => {
    const health = new RecentHealth();
    answers(health, 49, 500);
    expect(health.problems(NOW)).toEqual([]);
    answers(health, 1, 500);
    expect(health.problems(NOW)).toEqual(['error_rate']);
  });

  test('nothing older, also when nothing came since', () => {
    const health = new RecentHealth();
    answers(health, 100, 500);
    expect(health.problems(NOW + 299_999)).toEqual(['error_rate']);
    expect(health.problems(NOW + 310_000)).toEqual([]);
    answers(health, 60, 200, 5, NOW + 310_000);
    expect(health.problems(NOW + 310_000)).toEqual([]);
  });

  test('all of it together, over several steps', () => {
    const health = new RecentHealth();
    answers(health, 60, 500, 900, NOW - 120_000);
    answers(health, 60, 200, 5, NOW);
    expect(health.problems(NOW)).toEqual(['error_rate', 'slow_answers']);
  });
});
