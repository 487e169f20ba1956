import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { ARCHIVE_FOLDER, tilePath, wholePath } from '../../manifests/derivatives/paths.ts';
import { LocalStorage } from '../../manifests/storage/local.ts';
import { findProgram } from '../programs.ts';
import { startServer } from './program.ts';
import type { RunningProcess } from './program.ts';

export const nginx: string | undefined = findProgram('nginx');

export interface NginxSite {
  folder: string;
  port: number;
  /** What stands in the `http` block beside the server, and in the server. */
  http?: string;
  server: string;
  /** A path that is answered when all is ready. Default: `/up`. */
  ready?: string;
}

/** Starts nginx with one worker process; the pid is that of its master. */
export async function serveNginx(
  program: string,
  { folder, port, http = '', server, ready = '/up' }: NginxSite,
): Promise<RunningProcess> {
  const config = join(folder, `nginx-${port}.conf`);
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${folder}/nginx-${port}.pid; error_log stderr error; user root;
     events { worker_connections 512; }
     http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=5000;
       types { image/jpeg jpg; }
       ${http}
       server { listen 127.0.0.1:${port}; location = /up { return 200; } ${server} } }`,
  );
  return startServer(program, ['-c', config, '-p', folder], `http://127.0.0.1:${port}${ready}`);
}

/** Writes every tile and every ready size of a pyramid below `root` as a file, at the path of its URL. */
export async function unpack(data: string, key: string, root: string, prefix: string): Promise<void> {
  await using storage = new LocalStorage(data);
  const pyramid = await openPyramid(storage, key);
  const write = async (path: string, bytes: Buffer): Promise<void> => {
    const file = join(root, prefix, path.slice(ARCHIVE_FOLDER.length));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  };
  for (const [index, level] of pyramid.levels.entries()) {
    if (pyramid.sizes.includes(level)) await write(wholePath(level), await pyramid.whole(index));
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        await write(tilePath(pyramid, level, column, row), await pyramid.tile(index, column, row));
      }
    }
  }
}
