import { nothing, svg, type TemplateResult } from 'lit';
import type { Spot } from '../twin/overlay.ts';
import type { Figure } from './wkt.ts';

/** A figure where it appears in the window. */
export interface FigureMark {
  type: Figure['type'];
  spots: readonly Spot[];
  state: 'resting' | 'hovered' | 'selected';
  /** Whether the model itself is in front of it. */
  covered: boolean;
  text: string | null;
  /** Whether it is not done yet. */
  open: boolean;
}

const ACCENT = '#ffd27a';

/** Covered ones first, so that what can be seen lies on top. */
export function figureMarks(marks: readonly FigureMark[], aim: Spot | null): TemplateResult<2> {
  const sorted = marks.toSorted((a, b) => Number(b.covered) - Number(a.covered));
  return svg`
    ${sorted.map(mark)}
    ${aim === null ? nothing : svg`<path class="aim" d="M${aim.x - 12} ${aim.y}h24M${aim.x} ${aim.y - 12}v24"></path>`}
  `;
}

function mark({ type, spots, state, covered, text, open }: FigureMark): TemplateResult<2> {
  const colour = state === 'resting' ? '#fff' : ACCENT;
  const closed = type === 'area' && !open;
  const data = `M${spots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${closed ? 'Z' : ''}`;
  const [first] = spots;
  const middle = {
    x: spots.reduce((sum, { x }) => sum + x, 0) / spots.length,
    y: Math.min(...spots.map(({ y }) => y)),
  };
  const radius = type === 'point' ? (state === 'resting' ? 7 : 9) : state === 'resting' ? 0 : 4;
  return svg`<g opacity=${covered ? 0.25 : 1}>
    ${
      type === 'point'
        ? nothing
        : svg`
      <path d=${data} fill=${closed ? colour : 'none'} fill-opacity="0.14" stroke="#1b1b1b" stroke-opacity="0.7" stroke-width="5" stroke-linejoin="round" stroke-linecap="round"></path>
      <path d=${data} fill="none" stroke=${colour} stroke-width="2" stroke-linejoin="round" stroke-linecap="round"></path>`
    }
    ${
      radius === 0
        ? nothing
        : spots.map(
            ({ x, y }) =>
              svg`<circle cx=${x} cy=${y} r=${radius} fill=${colour} stroke="#1b1b1b" stroke-width="1.5"></circle>`,
          )
    }
    ${
      text === null || first === undefined
        ? nothing
        : svg`<text x=${middle.x} y=${middle.y - 14}>${text.length > 32 ? `${text.slice(0, 31)}…` : text}</text>`
    }
  </g>`;
}
