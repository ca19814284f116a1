import packageJson from '../package.json' with { type: 'json' };

/** The release that is running. */
export const APP_VERSION: string = packageJson.version;
