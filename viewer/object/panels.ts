import { html, nothing, type TemplateResult } from 'lit';
import type { Canvas } from '../iiif/canvas.ts';
import type { LanguageMap } from '../iiif/language.ts';
import { iconButton } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
import { plain } from '../ui/text.ts';
import { word, type Key } from '../ui/words.ts';

/** What the sheet beside the picture holds. */
export type Panel = 'information' | 'search' | 'help' | 'annotations';

export const HEADINGS: Readonly<Record<Panel, Key>> = {
  information: 'control.information',
  search: 'search.heading',
  help: 'help.heading',
  annotations: 'annotation.heading',
};

/** The buttons that open the panels, in their corner. */
export function panelButtons(
  open: Panel | null,
  there: { manifest: boolean; canvas: boolean },
  toggle: (panel: Panel) => void,
): TemplateResult {
  const button = (panel: Panel, icon: keyof typeof icons, key: string, label: Key = HEADINGS[panel]): TemplateResult =>
    iconButton({
      icon: icons[icon],
      label: word(label),
      key,
      expanded: open === panel,
      action: () => toggle(panel),
    });
  return html`<div class="corner island about">
    ${there.manifest ? button('information', 'information', 'i') : nothing}
    ${there.canvas ? [button('search', 'search', 's'), button('annotations', 'annotate', 'a')] : nothing}
    ${button('help', 'help', '?', 'control.help')}
  </div>`;
}

/** What the picture is called: the object, and the page where it has several. */
export function pictureName(object: LanguageMap, page: Canvas | null): string {
  const parts = [plain(object), page === null ? '' : plain(page.label)];
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 300);
}
