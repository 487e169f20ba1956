import { record, string } from '../iiif/json.ts';

/** Who is signed in, and what they may do. */
export interface Writer {
  name: string;
}

/** Null where nobody is, or where the server knows of no writers. */
export async function readWriter(): Promise<Writer | null> {
  try {
    const response = await fetch('/api/session', { headers: { accept: 'application/json' }, cache: 'no-store' });
    const name = response.ok ? string(record(await response.json())['name']) : null;
    return name === null ? null : { name };
  } catch {
    return null;
  }
}
