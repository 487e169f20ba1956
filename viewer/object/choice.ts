import { css, html, type TemplateResult } from 'lit';
import type { Layer } from '../iiif/canvas.ts';
import { label } from '../ui/text.ts';
import { word } from '../ui/words.ts';

/** The options of a Choice, such as natural light and X-ray, side by side. */
export function choice(layer: Layer, chosen: number, name: string, choose: (option: number) => void): TemplateResult {
  return html`<fieldset class="choice island">
    <legend class="unseen">${word('object.choice')}</legend>
    ${layer.options.map(
      (option, index) =>
        html`<label>
          <input type="radio" name=${name} .checked=${index === chosen} @change=${() => choose(index)} />
          ${label(option.label, word('object.option', { number: index + 1 }))}
        </label>`,
    )}
  </fieldset>`;
}

export const choiceStyles = css`
  .choice {
    display: flex;
    max-inline-size: 100%;
    overflow-x: auto;
    margin: 0;
    padding: 4px;
    border: 0;
    gap: 4px;
  }
  .choice label {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: 36px;
    padding: 0 14px;
    border-radius: 5px;
    font-size: 14px;
    white-space: nowrap;
    cursor: pointer;
    color: var(--stage-quiet);
  }
  .choice label:hover {
    color: var(--stage-ink);
  }
  .choice label:has(:checked) {
    background: rgb(255 255 255 / 14%);
    color: var(--stage-ink);
  }
  .choice label:has(:focus-visible) {
    outline: 2px solid var(--stage-accent);
    outline-offset: -2px;
  }
  .choice input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
`;
