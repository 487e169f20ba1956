import { userInfo } from 'node:os';
import type { Settings } from '../../manifests/settings/schema.ts';
import { findRunning } from '../running.ts';

/** Who acts on the command line. */
export const ACTOR = userInfo().username;

/** Where the links of the command line's output lead. */
export async function linkBase(settings: Settings): Promise<string> {
  const url =
    settings.publicUrl ?? (await findRunning(settings.data))?.url ?? `http://${settings.host}:${settings.port}`;
  return url.replace(/\/+$/, '');
}
