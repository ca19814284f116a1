// @ts-check
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  turbopack: { root },
  outputFileTracingRoot: root,
  agentRules: false,
  experimental: { agentUpgrade: false },
};

export default config;
