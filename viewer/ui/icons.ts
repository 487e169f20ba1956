import { svg, type TemplateResult } from 'lit';

/** Line drawings on a 24-unit square; `iconButton` gives them their frame. */
export const icons = {
  zoomIn: svg`<path d="M12 5v14M5 12h14"/>`,
  zoomOut: svg`<path d="M5 12h14"/>`,
  home: svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/><rect x="8.5" y="8.5" width="7" height="7"/>`,
  rotate: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.6-5.7L19.5 9M19.5 4v5h-5"/>`,
  enterFullScreen: svg`<path d="M14 4h6v6M10 20H4v-6M20 4l-6.5 6.5M4 20l6.5-6.5"/>`,
  leaveFullScreen: svg`<path d="M20 10h-6V4M4 14h6v6M14 10l6.5-6.5M10 14l-6.5 6.5"/>`,
  previous: svg`<path d="M14.5 5l-7 7 7 7"/>`,
  next: svg`<path d="M9.5 5l7 7-7 7"/>`,
  information: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.5"/>`,
  help: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.9M12 16.4v.3"/>`,
  annotate: svg`<path d="M5 5.5h14v10h-7.5L7 19.5v-4H5zM9 9.5h6M9 12h4"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  copy: svg`<rect x="8.5" y="8.5" width="11" height="11" rx="1.5"/><path d="M15.5 8.5v-4h-11v11h4"/>`,
  done: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  external: svg`<path d="M14 5h5v5M19 5l-8 8M17 13.5V19H5V7h5.5"/>`,
  gallery: svg`<rect x="4.5" y="4.5" width="6" height="9"/><rect x="4.5" y="16.5" width="6" height="3"/><rect x="13.5" y="4.5" width="6" height="4"/><rect x="13.5" y="11.5" width="6" height="8"/>`,
  failure: svg`<path d="M12 4l9 16H3zM12 10v4.5M12 17v.3"/>`,
} satisfies Record<string, TemplateResult<2>>;

/** The IIIF community's mark, which viewers know as the thing to drag a manifest by. */
export const iiifMark = svg`
  <svg viewBox="0 0 371 331" width="32" height="28" aria-hidden="true">
    <g transform="matrix(.1 0 0 -.1 0 331)">
      <path fill="#2873ab" d="M65 2179l710-264-1-1900L65 276zM804 2640c82-241-26-436-241-436-214 0-454 195-536 436-81 241 27 436 241 436 215 0 455-195 536-436"/>
      <path fill="#ed1d33" d="M1679 2179l-710-264 1-1900 709 261zM935 2640c-81-241 27-436 241-436 215 0 455 195 536 436 82 241-26 436-241 436-214 0-454-195-536-436"/>
      <path fill="#2873ab" d="M1860 2179l710-264-1-1900-709 261zM2604 2640c81-241-27-436-241-436-215 0-455 195-536 436-82 241 26 436 241 436 214 0 454-195 536-436"/>
      <path fill="#ed1d33" d="M3700 3310v-652s-230 90-257-143c-3-247 0-336 0-336l257 84v-573l-259-93V263L2735 0v2360s-15 850 965 950"/>
    </g>
  </svg>`;
