import sharp from 'sharp';
import { seeded } from '../../../random.ts';
import { ask, must } from './ask.ts';
import type { Answer } from './ask.ts';
import type { Service } from './feature.ts';

/**
 * The checks of the official validator (github.com/IIIF/image-validator, modules of iiif_validator/tests by their names),
 * told anew: the same requests and the same demands, on a picture of 10 × 10 squares of 100 pixels as it uses one. Its
 * random numbers are seeded here. Left out are info_xml and format_conneg, which are for versions 1 only. Where the
 * validator asks for what the specification forbids, the check is told by the specification and says so.
 */
export interface Check {
  name: string;
  /** Absent: of both. */
  only?: Service['version'];
  run: (suite: Suite) => Promise<void>;
}

interface Parameters {
  identifier?: string;
  region?: string;
  size?: string;
  rotation?: string;
  quality?: string;
  format?: string;
}

/** One run against one service. */
export class Suite {
  readonly service: Service;
  readonly #random = seeded(3);

  constructor(service: Service) {
    this.service = service;
  }

  /** A whole number, both ends included. */
  random(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  /** Characters from 0 to z, with $ for those that end a part of a path. */
  randomString(length: number): string {
    return String.fromCharCode(...Array.from({ length }, () => this.random(48, 122))).replace(/[?#/]/g, '$');
  }

  fetch(parameters: Parameters = {}): Promise<Answer> {
    const { path, version, base } = this.service;
    const at = path.lastIndexOf('/');
    const identifier = parameters.identifier ?? path.slice(at + 1);
    const { region = 'full', size = version === '3.0' ? 'max' : 'full', rotation = '0' } = parameters;
    const { quality = 'default', format = 'jpg' } = parameters;
    return ask(base, `${path.slice(0, at)}/${identifier}/${region}/${size}/${rotation}/${quality}.${format}`);
  }

  async image(parameters: Parameters = {}): Promise<Decoded> {
    const { status, body } = await this.fetch(parameters);
    must('status', status, 200);
    const { format, hasAlpha, channels: had } = await sharp(body).metadata();
    const flat = sharp(body).toColourspace('srgb').removeAlpha();
    const { data, info } = await flat.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data, format, isGrey: (had ?? 3) - (hasAlpha ? 1 : 0) === 1 };
  }

  /** Whether the most frequent colour of a box is that of a square. */
  isSquare(image: Decoded, column: number, row: number, box: Box = [0, 0, image.width, image.height]): boolean {
    const [red, green, blue] = mostFrequent(image, box);
    const truth = this.service.squares.at(column, row);
    return [red, green, blue].every((value, c) => Math.abs(value - (truth[c] ?? 0)) < 6);
  }

  mustBeSquare(image: Decoded, column: number, row: number, box?: Box): void {
    must(`the colour of square ${column},${row}`, this.isSquare(image, column, row, box), true);
  }

  /** Looks at five squares of a picture whose squares have this size now. */
  mostSquares(image: Decoded, width: number, height: number, least: number): void {
    let matches = 0;
    for (let i = 0; i < 5; i++) {
      const [column, row] = [this.random(0, 9), this.random(0, 9)];
      const [x, y] = [column * width + 13, row * height + 13];
      if (this.isSquare(image, column, row, [x, y, x + width - 13, y + height - 13])) matches++;
    }
    must('enough squares', matches >= least, true);
  }

  async info(accept?: string): Promise<{ answer: Answer; info: Record<string, unknown> }> {
    const headers = accept === undefined ? {} : { accept };
    const answer = await ask(this.service.base, `${this.service.path}/info.json`, { headers });
    return { answer, info: JSON.parse(answer.body.toString()) as Record<string, unknown> };
  }
}

export interface Decoded {
  width: number;
  height: number;
  /** Red, green and blue. */
  data: Buffer;
  format: string | undefined;
  isGrey: boolean;
}

export type Box = readonly [left: number, top: number, right: number, bottom: number];

function mostFrequent({ width, height, data }: Decoded, [left, top, right, bottom]: Box): [number, number, number] {
  const counts = new Map<number, number>();
  for (let y = top; y < Math.min(bottom, height); y++) {
    for (let x = left; x < Math.min(right, width); x++) {
      const colour = data.readUIntBE(3 * (y * width + x), 3);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const [[colour] = [0]] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** How many pixels fulfil it, of a million. */
export function countPixels({ data }: Decoded, holds: (red: number, green: number, blue: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < data.length; i += 3) if (holds(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0)) count++;
  return count;
}

export const statusCheck = (name: string, parameters: (suite: Suite) => Parameters, ...wanted: number[]): Check => ({
  name,
  run: async (suite) => void must('status', (await suite.fetch(parameters(suite))).status, ...wanted),
});
