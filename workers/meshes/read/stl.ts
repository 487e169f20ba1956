import type { MeshReader } from '../source.ts';
import { Findings } from './findings.ts';
import { readStlText } from './stl-ascii.ts';
import { readStlBinary } from './stl-binary.ts';
import { isBinaryStl } from './stl-detect.ts';
import { Window } from './window.ts';

/**
 * Reads STL, text and binary. The normals that it stores per facet are not handed on: many programs write zeros or the
 * wrong side there, and flat ones would break the smooth ones that are computed from the welded surface.
 */
export const stlReader: MeshReader = {
  async read(files, sink, onProgress) {
    const findings = new Findings();
    const isBinary = await isBinaryStl(files.main);
    await using window = await Window.open(files.main, isBinary ? 'binary' : 'text');
    const read = isBinary ? readStlBinary : readStlText;
    try {
      const { parts, triangles } = await read(window, files.main.length, sink, findings, onProgress);
      return { mediaType: 'model/stl', parts, vertices: triangles * 3 };
    } finally {
      findings.tell(sink);
    }
  },
};
