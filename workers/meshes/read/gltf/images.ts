import type { Bytes, Finding, MeshFiles, TextureFile } from '../../source.ts';
import type { Findings } from '../findings.ts';
import { missingTexture, prepareTexture } from '../texture.ts';
import type { Buffers } from './buffers.ts';
import type { Document, JsonObject } from './document.ts';

const WRAPS: Readonly<Record<number, TextureFile['wrap']>> = { 10497: 'repeat', 33071: 'clamp', 33648: 'mirror' };

/** Where else the picture of a texture may be, the best first: what is compressed for GPUs has lost most. */
const SOURCES = ['EXT_texture_webp', 'EXT_texture_avif', 'KHR_texture_basisu'];

/** The pictures of a document, each made ready once. */
export class Images {
  readonly #document: Document;
  readonly #buffers: Buffers;
  readonly #files: MeshFiles;
  readonly #findings: Findings;
  readonly #known = new Map<string, Promise<TextureFile | Finding>>();

  constructor(document: Document, buffers: Buffers, files: MeshFiles, findings: Findings) {
    this.#document = document;
    this.#buffers = buffers;
    this.#files = files;
    this.#findings = findings;
  }

  /** Undefined, and told as a finding, where there is no picture that can be used. */
  async texture(index: number, from: string): Promise<TextureFile | undefined> {
    const texture = this.#document.get('textures', index, from);
    const wrap = this.#wrap(texture);
    const sources = [texture, ...SOURCES.map((name) => texture.extension(name))].filter((place) =>
      place?.has('source'),
    );
    let failed: Finding = missingTexture(texture.pointer);
    for (const place of sources) {
      const source = place?.needInteger('source') ?? 0;
      const key = `${source} ${wrap}`;
      const image = this.#document.get('images', source, place?.at('source') ?? '');
      const preparing = this.#known.get(key) ?? this.#prepare(image, wrap);
      this.#known.set(key, preparing);
      const prepared = await preparing;
      if ('path' in prepared) return prepared;
      failed = prepared;
    }
    const { code, message } = failed;
    this.#findings.add(code, () => message);
    return undefined;
  }

  async #prepare(image: JsonObject, wrap: TextureFile['wrap']): Promise<TextureFile | Finding> {
    const found = await this.#locate(image);
    const name = image.string('uri') ?? image.string('name') ?? '';
    if (!found) return missingTexture(`${name} (${image.pointer})`);
    const shown = name === '' || name.startsWith('data:') ? image.pointer : `${name} (${image.pointer})`;
    return prepareTexture({ name: shown.slice(0, 200), bytes: found }, this.#files.folder, wrap);
  }

  async #locate(image: JsonObject): Promise<Bytes | undefined> {
    const view = image.integer('bufferView');
    if (view !== undefined) return (await this.#buffers.view(view, image.at('bufferView'))).bytes;
    const uri = image.string('uri');
    return uri === undefined ? undefined : (await this.#buffers.refer(uri, image.at('uri')))?.bytes;
  }

  #wrap(texture: JsonObject): TextureFile['wrap'] {
    const index = texture.integer('sampler');
    if (index === undefined) return 'repeat';
    const sampler = this.#document.get('samplers', index, texture.at('sampler'));
    const [s, t] = [sampler.integer('wrapS') ?? 10497, sampler.integer('wrapT') ?? 10497];
    if (s !== t) {
      this.#findings.add(
        'mixed-wrapping',
        () => `${sampler.pointer}: a picture is wrapped differently in both directions; it is repeated in both.`,
      );
      return 'repeat';
    }
    return WRAPS[s] ?? 'repeat';
  }
}
