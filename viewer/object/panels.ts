import type { TemplateResult } from 'lit';
import { iconButton } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
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
