import { html, nothing, type TemplateResult } from 'lit';
import { iconButton } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
import { locale, word, type Key } from '../ui/words.ts';
import { formatLength } from './length.ts';
import type { Light } from './light.ts';
import './light-pad.ts';
import { distanceOf, type Measure, type Measures } from './measures.ts';
import { AXES, type Axis, type Section } from './section.ts';

const AXIS_WORDS: Record<Axis, Key> = { x: 'twin.across', y: 'twin.height', z: 'twin.depth' };

export function lightPanel(light: Light, set: (light: Light) => void): TemplateResult {
  return html`<h2>${word('twin.light')}</h2>
    <vitrine-light-pad .light=${light} @light=${(event: CustomEvent<Light>) => set(event.detail)}></vitrine-light-pad>
    <p>${word('twin.lightHint')}</p>`;
}

export function sectionPanel(section: Section, set: (section: Section) => void, end: () => void): TemplateResult {
  return html`<h2>${word('twin.section')}</h2>
    <fieldset class="choice">
      <legend class="unseen">${word('twin.axis')}</legend>
      ${AXES.map(
        (axis) =>
          html`<label
            ><input
              type="radio"
              name="axis"
              .checked=${axis === section.axis}
              @change=${() => set({ ...section, axis })}
            />${word(AXIS_WORDS[axis])}</label
          >`,
      )}
    </fieldset>
    <label class="unseen" for="position">${word('twin.position')}</label>
    <input
      id="position"
      type="range"
      min="0"
      max="1"
      step="0.005"
      .value=${String(section.position)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) set({ ...section, position: event.target.valueAsNumber });
      }}
    />
    <label class="check"
      ><input
        type="checkbox"
        .checked=${section.flipped}
        @change=${() => set({ ...section, flipped: !section.flipped })}
      />${word('twin.otherSide')}</label
    ><button type="button" class="action" @click=${end}>${word('twin.whole')}</button>`;
}

export interface MeasureActions {
  remove: (index: number) => void;
  /** Makes an annotation of it. */
  keep: (measure: Measure) => void;
}

export function measurePanel({ done, start }: Measures, { remove, keep }: MeasureActions): TemplateResult {
  return html`<h2>${word('twin.measure')}</h2>
    <p>${word(start === null ? 'twin.measureFirst' : 'twin.measureSecond')}</p>
    ${
      done.length === 0
        ? nothing
        : html`<ol>
            ${done.map((measure, index) => {
              const text = formatLength(distanceOf(measure), locale());
              return html`<li>
                <span>${text}</span>
                ${iconButton({
                  icon: icons.annotate,
                  label: word('twin.keep', { length: text }),
                  action: () => keep(measure),
                })}
                ${iconButton({
                  icon: icons.close,
                  label: word('twin.remove', { length: text }),
                  action: () => remove(index),
                })}
              </li>`;
            })}
          </ol>`
    }`;
}
