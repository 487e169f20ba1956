import type { TemplateResult } from 'lit';
import type { Canvas } from '../iiif/canvas.ts';
import type { LanguageMap } from '../iiif/language.ts';
import { iconButton } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
import { plain } from '../ui/text.ts';
import { word, type Key } from '../ui/words.ts';

/** What the sheet beside the picture holds. */
export type Panel = 'information' | 'help' | 'annotations';

export const HEADINGS: Readonly<Record<Panel, Key>> = {
  information: 'control.information',
  help: 'help.heading',
  annotations: 'annotation.heading',
};

export function annotateButton(open: Panel | null, action: () => void): TemplateResult {
  const label = word('annotation.heading');
  return iconButton({ icon: icons.annotate, label, key: 'a', expanded: open === 'annotations', action });
}

/** What the picture is called: the object, and the page where it has several. */
export function pictureName(object: LanguageMap, page: Canvas | null): string {
  const parts = [plain(object), page === null ? '' : plain(page.label)];
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 300);
}
