import { nothing, svg, type TemplateResult } from 'lit';
import { locale } from '../ui/words.ts';
import { formatLength } from './length.ts';
import { distanceOf, type Measure, type Measures } from './measures.ts';
import type { Vector } from './vector.ts';

export interface Spot {
  x: number;
  y: number;
}

/** A measure where it appears in the window. */
export interface Line {
  from: Spot;
  to: Spot;
  text: string;
}

/** Where measures appear; those behind the camera do not. `loose` is where the pointer is while the second point is wanted. */
export function linesOf(
  { done, start }: Measures,
  loose: Vector | null,
  project: (place: Vector) => Spot | null,
): Line[] {
  const taken: readonly Measure[] = start === null || loose === null ? done : [...done, [start, loose]];
  return taken.flatMap((measure) => {
    const [from, to] = [project(measure[0]), project(measure[1])];
    return from === null || to === null ? [] : [{ from, to, text: formatLength(distanceOf(measure), locale()) }];
  });
}

/** Lines twice, so that they stand out on light and on dark surfaces. */
export function overlay(lines: readonly Line[], spots: readonly Spot[], aim: Spot | null): TemplateResult<2> {
  return svg`
    ${lines.map(
      ({ from, to }) => svg`
        <line class="under" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>
        <line x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>`,
    )}
    ${[...lines.flatMap(({ from, to }) => [from, to]), ...spots].map(
      ({ x, y }) => svg`<circle cx=${x} cy=${y} r="4"></circle>`,
    )}
    ${lines.map(
      ({ from, to, text }) => svg`<text x=${(from.x + to.x) / 2} y=${(from.y + to.y) / 2 - 8}>${text}</text>`,
    )}
    ${aim === null ? nothing : svg`<path class="aim" d="M${aim.x - 12} ${aim.y}h24M${aim.x} ${aim.y - 12}v24"></path>`}
  `;
}
