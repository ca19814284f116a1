import { Supervisor } from '#scripts/lib/processes.mjs';

// Two programs under one supervisor, as the stub and the app are; both print what they do here.
const program = (name: string, endsAfterMs: number): string => `
  process.on('SIGTERM', () => setTimeout(() => {
    process.stdout.write('${name} ends\\n');
    process.exit(0);
  }, ${endsAfterMs}));
  setInterval(() => {}, 1000);
  process.stdout.write('${name} runs ' + process.pid + '\\n');
`;

const supervisor = new Supervisor();
supervisor.stopOnSignals();
const env = { PATH: process.env.PATH ?? '' };
const command = process.execPath;
supervisor.start({ name: 'stub', command, args: ['-e', program('stub', 0)], env });
supervisor.start({ name: 'app', command, args: ['-e', program('app', 300)], env });
