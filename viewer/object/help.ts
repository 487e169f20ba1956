import { html, type TemplateResult } from 'lit';
import { word } from '../ui/words.ts';

/** Which keys do what, and a switch to turn the single-letter ones off (WCAG 2.2, 2.1.4). */
export function help(shortcuts: boolean, toggle: () => void): TemplateResult {
  const rows: [string[], string][] = [
    [['←', '→', '↑', '↓'], word('help.move')],
    [['+', '−'], word('help.zoom')],
    [['0'], word('help.home')],
    [['r'], word('control.rotate')],
    [['f'], word('control.enterFullScreen')],
    [['n', 'p'], word('help.pages')],
    [['i'], word('control.information')],
    [['?'], word('control.help')],
  ];
  return html`
    <p>${word('help.pointer')}</p>
    <h3>${word('help.keys')}</h3>
    <dl class="keys">
      ${rows.map(
        ([keys, does]) =>
          html`<div>
            <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>
    <label class="switch"
      ><input type="checkbox" .checked=${shortcuts} @change=${toggle} />${word('help.shortcuts')}</label
    >
  `;
}
