/** How urgent an alert is: a high one is also mailed to the owners, once. */
export type AlertSeverity = 'high' | 'normal';

/** What can be wrong, and how urgent that is. */
export const ALERT_SEVERITY = {
  /** A job failed too often and is given up. */
  job_dead: 'high',
  /** Open Pro refused what was sent, or holds something else. */
  push_refused: 'high',
  /** Open Pro refuses the key: nothing is sent or read. */
  key_refused: 'high',
  /** A sending has not ended after a day. */
  batch_not_ended: 'high',
  /** More than one answer in twenty is an error of ours. */
  error_rate: 'normal',
  /** One answer in a hundred takes longer than half a second. */
  slow_answers: 'normal',
  /** More than one database statement in a hundred fails. */
  database_failing: 'normal',
} as const satisfies Record<string, AlertSeverity>;

export type AlertKind = keyof typeof ALERT_SEVERITY;

/** Kinds that concern the installation, not a tenant. */
export const INSTALLATION_KINDS = ['error_rate', 'slow_answers', 'database_failing'] as const;
