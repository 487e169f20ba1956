import { svg, type TemplateResult } from 'lit';
import type { Tool } from './stage.ts';

export const toolIcons: Readonly<Record<Tool, TemplateResult<2>>> = {
  rectangle: svg`<rect x="4.5" y="6.5" width="15" height="11"/>`,
  polygon: svg`<path d="M5 9l7-4.5 7.5 5-3 9H7.5z"/>`,
  freehand: svg`<path d="M5 15c-2-6 4-10 8-8s-3 8 1 9 6-2 5.5-4.5"/>`,
  point: svg`<path d="M12 20.5s6-6 6-10.2a6 6 0 0 0-12 0c0 4.2 6 10.2 6 10.200z"/><circle cx="12" cy="10.3" r="2"/>`,
  spot: svg`<path d="M12 20.5s6-6 6-10.2a6 6 0 0 0-12 0c0 4.2 6 10.2 6 10.200z"/><circle cx="12" cy="10.3" r="2"/>`,
  line: svg`<path d="M5.5 17.500l5-8 4 4.5 4-7"/><circle cx="5" cy="18" r="1.5"/><circle cx="19" cy="6" r="1.5"/>`,
  area: svg`<path d="M5 9l7-4.5 7.5 5-3 9H7.5z"/><path d="M8 12.500l5.5-5M8.5 16l8-7M12.5 17l4.5-4"/>`,
};

/** All of the canvas. */
export const wholeIcon = svg`<rect x="4" y="4" width="16" height="16" rx="1"/><path d="M8 9.5h8M8 12.5h8M8 15.5h5"/>`;

export const formatIcons = {
  bold: svg`<path d="M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z" stroke-width="2"/>`,
  italic: svg`<path d="M10 5h7M7 19h7M14 5l-4 14"/>`,
  insertLink: svg`<path d="M10 14l4-4M9 11l-2.5 2.500a3 3 0 0 0 4.2 4.200L13 15.500M15 13l2.5-2.500a3 3 0 0 0-4.2-4.200L11 8.5"/>`,
  bullets: svg`<path d="M9 6.500h11M9 12h11M9 17.500h11M4.5 6.500h.1M4.5 12h.1M4.5 17.500h.1"/>`,
} satisfies Record<string, TemplateResult<2>>;
