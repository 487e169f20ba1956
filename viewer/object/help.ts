import { html, type TemplateResult } from 'lit';
import { word } from '../ui/words.ts';

type Row = [keys: string[], does: string];

/** Which keys do what, and a switch to turn the single-letter ones off (WCAG 2.2, 2.1.4). */
export function help(shown: 'image' | 'twin', shortcuts: boolean, toggle: () => void): TemplateResult {
  const arrows = ['←', '→', '↑', '↓'];
  const image: Row[] = [[arrows, word('help.move')]];
  const twin: Row[] = [
    [arrows, word('help.turn')],
    [['⇧', ...arrows.slice(0, 2)], word('help.shift')],
    [['l'], word('twin.light')],
    [['t'], word('twin.texture')],
    [['w'], word('twin.wireframe')],
    [['m'], word('twin.measure')],
    [['x'], word('twin.section')],
  ];
  const rows: Row[] = [
    ...(shown === 'twin' ? twin : image),
    [['+', '−'], word('help.zoom')],
    [['0'], word('help.home')],
    [['r'], word('control.rotate')],
    [['f'], word('control.enterFullScreen')],
    [['n', 'p'], word('help.pages')],
    [['i'], word('control.information')],
    [['s', '/'], word('search.heading')],
    [['a'], word('annotation.annotate')],
    [['?'], word('control.help')],
  ];
  return html`
    <p>${word(shown === 'twin' ? 'help.twinPointer' : 'help.pointer')}</p>
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
