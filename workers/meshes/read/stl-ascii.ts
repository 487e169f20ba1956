import { UnreadableError } from '../../../manifests/errors.ts';
import type { MeshSink } from '../source.ts';
import type { Findings } from './findings.ts';
import { Lines } from './lines.ts';
import type { Scanner } from './scanner.ts';
import { StlBatch } from './stl-batch.ts';
import type { StlResult } from './stl-batch.ts';
import type { Window } from './window.ts';

/** In lower case, by their first letters: words of any case are told apart by these. */
const FACET = 102;
const VERTEX = 118;
const SOLID = 115;
const END = 101;
const OUTER = 111;
const LOWER = 32;

/**
 * Reads the text by its lines. Of each only the first word counts, and of a facet only its vertices: whether `outer loop`
 * and the ends are there makes no difference to the surface.
 */
export async function readStlText(
  window: Window,
  length: number,
  sink: MeshSink,
  findings: Findings,
  onProgress: (fraction: number) => void,
): Promise<StlResult> {
  const lines = new Lines(window);
  const facets = new Facets(lines.scanner, new StlBatch(sink, length), findings);
  while (await lines.more()) {
    facets.read(lines.limit);
    onProgress(window.fraction);
  }
  return facets.end();
}

class Facets {
  readonly #scanner: Scanner;
  readonly #batch: StlBatch;
  readonly #findings: Findings;
  #parts = 0;
  /** That were begun. */
  #facets = 0;
  /** Of the facet that is read; more than three are a polygon, of which there are none. */
  #vertices = 0;
  /** A facet was begun and did not end. */
  #isOpen = false;

  constructor(scanner: Scanner, batch: StlBatch, findings: Findings) {
    this.#scanner = scanner;
    this.#batch = batch;
    this.#findings = findings;
  }

  read(limit: number): void {
    const scanner = this.#scanner;
    while (scanner.at < limit) {
      const first = scanner.blanks() | LOWER;
      if (first === VERTEX) this.#vertex();
      else if (first === FACET) this.#begin();
      else if (first === SOLID) this.#parts++;
      else if (first === END) this.#close();
      else if (first !== OUTER && scanner.word()) this.#tellOdd();
      scanner.skipLine();
    }
  }

  end(): StlResult {
    const line = this.#scanner.line;
    if (this.#isOpen) {
      this.#findings.add('truncated', () => `The file ends at line ${line}, within a facet, which is left out.`);
    }
    this.#batch.flush();
    if (this.#batch.triangles === 0) {
      throw new UnreadableError(
        `The STL file has no facets that can be shown in its ${line - 1} lines. ${this.#findings.text} Export it anew.`,
      );
    }
    return { parts: Math.max(1, this.#parts), triangles: this.#facets };
  }

  #begin(): void {
    if (this.#isOpen) this.#tellShort();
    this.#facets++;
    this.#vertices = 0;
    this.#isOpen = true;
  }

  /** `endloop`, `endfacet` and `endsolid`. */
  #close(): void {
    if (this.#isOpen && this.#vertices < 3) this.#tellShort();
    this.#isOpen = false;
  }

  #vertex(): void {
    const scanner = this.#scanner;
    const { positions } = this.#batch;
    scanner.skipWord();
    const at = this.#batch.at + (this.#vertices % 3) * 3;
    for (let i = 0; i < 3; i++) positions[at + i] = scanner.word() ? scanner.number() : NaN;
    if (++this.#vertices === 3) {
      this.#isOpen = false;
      if (!this.#batch.add()) this.#tellNoNumber();
    } else if (this.#vertices > 3) this.#tellLong();
  }

  #tellOdd(): void {
    const { line } = this.#scanner;
    this.#findings.add(
      'unreadable-lines',
      () => `A line is none of an STL and is passed over; the first is line ${line}.`,
    );
  }

  #tellShort(): void {
    const { line } = this.#scanner;
    this.#findings.add(
      'short-faces',
      () => `A facet has fewer than three vertices and is left out; the first ends at line ${line}.`,
    );
  }

  #tellLong(): void {
    const { line } = this.#scanner;
    this.#findings.add(
      'long-faces',
      () => `A facet has more than three vertices; the others are left out, the first in line ${line}.`,
    );
  }

  #tellNoNumber(): void {
    const { line } = this.#scanner;
    this.#findings.add(
      'not-a-number',
      () => `A triangle has a coordinate that is no finite number and is left out; the first ends in line ${line}.`,
    );
  }
}
