import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { nginx, serveNginx, unpack } from '../nginx.ts';
import { familyOf } from '../processes.ts';
import { serveVitrine, startServer, vitrine } from '../program.ts';
import type { RunningProcess } from '../program.ts';
import type { Source } from '../sources.ts';

const PORTS = { vitrine: 18_181, files: 18_182, iipimage: 18_183, iipimageNoCache: 18_184, iiifProcessor: 18_185 };
/** Where Debian's package puts it. */
const IIPSRV = '/usr/lib/iipimage-server/iipsrv.fcgi';
const IIIF_PROCESSOR = fileURLToPath(new URL('iiif-processor.js', import.meta.url));
/** Megabytes of tiles that each of iipimage-server's processes may keep: ten times its default, as nothing else runs here. */
const IIPIMAGE_CACHE = 100;

export interface Peer {
  name: string;
  port: number;
  /** Of the image's service. */
  prefix: string;
  /** What else than the plain files of a static image it answers. */
  can: { regions: boolean; anyAngle: boolean; webp: boolean };
  /** The processes that make the answers, and those of a web server before them. */
  pids: number[];
  front: number[];
}

const ALL = { regions: true, anyAngle: true, webp: true };

/** Starts the servers that are installed, all with the same image, and stops them with the stack. */
export async function startPeers(image: Source, folder: string, stack: AsyncDisposableStack): Promise<Peer[]> {
  const data = join(folder, 'data');
  const [line = ''] = (await vitrine('add', image.path, '--data', data, '--json')).trim().split('\n');
  const { asset } = JSON.parse(line) as { asset: string };
  const prefix = `/iiif/image/3/${asset}`;
  const use = async (started: Promise<RunningProcess>): Promise<number[]> => familyOf(stack.use(await started).pid);

  const peers: Peer[] = [
    {
      name: 'vitrine',
      port: PORTS.vitrine,
      prefix,
      can: ALL,
      front: [],
      pids: await use(serveVitrine(data, PORTS.vitrine)),
    },
  ];
  const tiff = join(folder, 'image.tif');
  const pages = await writeTiff(image, tiff);
  if (nginx) {
    const root = join(folder, 'files');
    await unpack(data, `derivatives/${asset}/1/1.zip`, root, prefix);
    const pids = await use(serveNginx(nginx, { folder, port: PORTS.files, server: `root ${root};` }));
    peers.push({
      name: 'files',
      port: PORTS.files,
      prefix,
      can: { regions: false, anyAngle: false, webp: false },
      front: [],
      pids,
    });
  }
  if (nginx && existsSync(IIPSRV)) {
    const can = { regions: true, anyAngle: false, webp: false };
    for (const name of ['iipimage', 'iipimageNoCache'] as const) {
      const port = PORTS[name];
      const backs = [port + 100, port + 200];
      const cache = name === 'iipimage' ? IIPIMAGE_CACHE : 0;
      const pids: number[] = [];
      for (const back of backs) {
        const env = {
          FILESYSTEM_PREFIX: `${folder}/`,
          JPEG_QUALITY: '85',
          MAX_CVT: '20000',
          MAX_IMAGE_CACHE_SIZE: String(cache),
          // One thread for each of the processes; more of them cost more CPU in all.
          OMP_NUM_THREADS: '1',
        };
        pids.push(stack.use(await startServer(IIPSRV, ['--bind', `127.0.0.1:${back}`], undefined, env)).pid);
      }
      const front = await use(
        serveNginx(nginx, { folder, port, ready: '/iiif/image.tif/info.json', ...fastCgi(backs) }),
      );
      peers.push({ name, port, prefix: '/iiif/image.tif', can, front, pids });
    }
  }
  if (existsSync(new URL('node_modules/iiif-processor', import.meta.url))) {
    const port = PORTS.iiifProcessor;
    const args = [IIIF_PROCESSOR, tiff, JSON.stringify(pages), String(port)];
    const pids = await use(startServer(process.execPath, args, `http://127.0.0.1:${port}/up`));
    peers.push({ name: 'iiifProcessor', port, prefix: '/iiif/2/image.tif', can: ALL, front: [], pids });
  }
  return peers;
}

/** The pyramidal TIFF that the others read, in the quality of our tiles. Returns the sizes of its pages. */
async function writeTiff({ path, width, height }: Source, out: string): Promise<{ width: number; height: number }[]> {
  await sharp(path, { limitInputPixels: false })
    .tiff({ pyramid: true, tile: true, tileWidth: 256, tileHeight: 256, compression: 'jpeg', quality: 85 })
    .toFile(out);
  const { pages = 1 } = await sharp(out, { limitInputPixels: false }).metadata();
  return Array.from({ length: pages }, (_, page) => ({
    width: Math.floor(width / 2 ** page),
    height: Math.floor(height / 2 ** page),
  }));
}

/** iipimage-server answers one request at a time: the next goes to the process that has fewer. */
const fastCgi = (ports: number[]): { http: string; server: string } => ({
  http: `upstream iipimage { least_conn; ${ports.map((port) => `server 127.0.0.1:${port};`).join(' ')} }`,
  server: `location ~ ^/iiif/(?<path>.*)$ {
    fastcgi_pass iipimage; fastcgi_param QUERY_STRING IIIF=$path; fastcgi_param REQUEST_METHOD $request_method;
    fastcgi_param REQUEST_URI $request_uri; fastcgi_param HTTP_HOST $http_host; }`,
});
