import { nothing, svg, type TemplateResult } from 'lit';
import { ringsOf } from './paint.ts';
import type { Point, Shape } from './shape.ts';
import { applied, type Matrix } from './transform.ts';

export interface Active {
  hovered: Shape | null;
  selected: Shape | null;
  /** The one that is being drawn or written about. */
  inHand: Shape | null;
  /** What it is reshaped by, or made of so far. */
  points: readonly Point[];
  /** Where a point would be set from the keyboard. */
  aim: Point | null;
  matrix: Matrix;
}

const ACCENT = '#ffd27a';

/** The few shapes that somebody has to do with. Attributes, not styles: the policy of the page allows no style in markup. */
export function activeShapes({ hovered, selected, inHand, points, aim, matrix }: Active): TemplateResult<2> {
  const cross = aim === null ? null : applied(matrix, aim);
  return svg`
    ${hovered === null || hovered === selected ? nothing : shapeMark(hovered, matrix, '#fff', 0.12, 2)}
    ${selected === null ? nothing : shapeMark(selected, matrix, ACCENT, 0.08, 2.5)}
    ${inHand === null ? nothing : shapeMark(inHand, matrix, ACCENT, 0.12, 2)}
    ${points.map((point) => {
      const { x, y } = applied(matrix, point);
      return svg`<circle cx=${x} cy=${y} r="5.5" fill=${ACCENT} stroke="#1b1b1b" stroke-width="1.5"></circle>`;
    })}
    ${
      cross === null
        ? nothing
        : svg`<path d="M${cross.x - 14} ${cross.y}h28M${cross.x} ${cross.y - 14}v28" stroke=${ACCENT} stroke-width="2" fill="none"></path>`
    }`;
}

function shapeMark(shape: Shape, matrix: Matrix, colour: string, filled: number, thick: number): TemplateResult<2> {
  if (shape.type === 'point') {
    const { x, y } = applied(matrix, shape);
    return svg`<circle cx=${x} cy=${y} r="8" fill=${colour} stroke="#1b1b1b" stroke-width="2"></circle>`;
  }
  const closed = shape.type === 'rectangle' || shape.closed;
  const data = ringsOf(shape)
    .map((ring) => {
      const places = ring.map((point) => applied(matrix, point)).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
      return `M${places.join('L')}${closed ? 'Z' : ''}`;
    })
    .join('');
  return svg`
    <path d=${data} fill=${closed ? colour : 'none'} fill-opacity=${filled} fill-rule="evenodd"></path>
    <path d=${data} fill="none" stroke="#1b1b1b" stroke-opacity="0.7" stroke-width=${thick + 3} stroke-linejoin="round"></path>
    <path d=${data} fill="none" stroke=${colour} stroke-width=${thick} stroke-linejoin="round"></path>`;
}
