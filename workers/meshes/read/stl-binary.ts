import { UnreadableError } from '../../../manifests/errors.ts';
import type { MeshSink } from '../source.ts';
import type { Findings } from './findings.ts';
import { StlBatch } from './stl-batch.ts';
import type { StlResult } from './stl-batch.ts';
import { FACET_BYTES, HEADER_BYTES } from './stl-detect.ts';
import { colourWord } from './vertex-colours.ts';
import type { Window } from './window.ts';

export async function readStlBinary(
  window: Window,
  length: number,
  sink: MeshSink,
  findings: Findings,
  onProgress: (fraction: number) => void,
): Promise<StlResult> {
  if (length < HEADER_BYTES) {
    throw new UnreadableError(
      `It is no STL: it has ${length} bytes, is no text with "solid" and "facet", and a binary one begins with ${HEADER_BYTES}.`,
    );
  }
  if (!(await window.need(HEADER_BYTES))) throw new UnreadableError('The STL file ends within its header.');
  const header = Buffer.from(window.bytes.subarray(window.at, window.at + HEADER_BYTES - 4)).toString('latin1');
  const count = window.view.getUint32(window.at + HEADER_BYTES - 4, true);
  const whole = Math.floor((length - HEADER_BYTES) / FACET_BYTES);
  const facets = tellCount(count, whole, length, findings);
  const colourOf = partColour(header) === undefined ? visCamColour : magicsColour(partColour(header)!);
  window.at += HEADER_BYTES;

  const batch = new StlBatch(sink, length);
  for (let facet = 0; facet < facets;) {
    const { view, bytes } = window;
    for (; facet < facets && window.end - window.at >= FACET_BYTES; facet++, window.at += FACET_BYTES) {
      // Behind the normal's three numbers.
      const from = window.at + 12;
      for (let i = 0; i < 9; i++) batch.positions[batch.at + i] = view.getFloat32(from + i * 4, true);
      const attribute = bytes[from + 36]! | (bytes[from + 37]! << 8);
      if (!batch.add(colourOf(attribute))) tellOdd(findings, facet, window.position);
    }
    onProgress(window.fraction);
    if (facet < facets && !(await window.more())) {
      throw new UnreadableError(
        `The STL file ends at byte ${window.position}, within facet ${facet + 1} of ${facets}.`,
      );
    }
  }
  batch.flush();
  if (batch.triangles === 0)
    throw new UnreadableError(
      `None of the ${facets} facets of the STL file can be shown. ${findings.text} Export it anew.`,
    );
  return { parts: 1, triangles: facets };
}

/** Gives how many facets are to be read: those that are there whole, whatever the header says, which may be 0. */
function tellCount(count: number, whole: number, length: number, findings: Findings): number {
  if (whole < count) {
    findings.add(
      'truncated',
      () => `The header counts ${count} facets; the file ends at byte ${length}, after ${whole}, which are shown.`,
    );
  } else if (whole > count) {
    findings.add(
      'counts-disagree',
      () => `The header counts ${count} facets, the file has the bytes of ${whole}, which are shown.`,
    );
  }
  return whole;
}

function tellOdd(findings: Findings, facet: number, position: number): void {
  findings.add(
    'not-a-number',
    () =>
      `A triangle has a coordinate that is no finite number and is left out; the first is facet ${facet + 1} at byte ${position}.`,
  );
}

/** Materialise Magics writes the whole part's colour into the header: `COLOR=`, then red, green, blue and alpha. */
function partColour(header: string): number | undefined {
  const at = header.indexOf('COLOR=');
  if (at < 0 || at + 10 > header.length) return undefined;
  const [red, green, blue, alpha] = [6, 7, 8, 9].map((i) => header.charCodeAt(at + i)) as [
    number,
    number,
    number,
    number,
  ];
  return colourWord(255, red, green, blue, alpha);
}

type ColourOf = (attribute: number) => number | undefined;

const fiveBits = (attribute: number, shift: number): number => (attribute >>> shift) & 31;

/** With a colour for the part: red in the lowest five bits; the highest bit says that the part's colour is meant. */
const magicsColour =
  (part: number): ColourOf =>
  (attribute) =>
    attribute >= 0x8000
      ? part
      : colourWord(31, fiveBits(attribute, 0), fiveBits(attribute, 5), fiveBits(attribute, 10), undefined);

/** VisCAM and SolidView: blue in the lowest five bits; the highest bit says that there is a colour. */
const visCamColour: ColourOf = (attribute) =>
  attribute >= 0x8000
    ? colourWord(31, fiveBits(attribute, 10), fiveBits(attribute, 5), fiveBits(attribute, 0), undefined)
    : undefined;
