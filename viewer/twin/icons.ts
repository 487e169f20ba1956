import { svg, type TemplateResult } from 'lit';

/** As those of every page, but fetched only with the 3D viewer. */
export const twinIcons = {
  light: svg`<circle cx="12" cy="12" r="3.5"/><path d="M12 3.5v2.5M12 18v2.5M3.5 12H6M18 12h2.5M6 6l1.8 1.8M16.2 16.2L18 18M18 6l-1.8 1.8M7.8 16.2L6 18"/>`,
  texture: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17M12 7h7M12 11h8.4M12 15h8"/>`,
  wireframe: svg`<path d="M12 3.5l8 4.5v8l-8 4.5L4 16V8zM4 8l8 4.5L20 8M12 12.5v8"/>`,
  measure: svg`<path d="M3.5 15.5l12-12 5 5-12 12zM7 12l2 2M9.5 9.5l3 3M12 7l2 2M14.5 4.5"/>`,
  section: svg`<path d="M12 3v18M12 6.5H6.5v11H12"/><path d="M15 6.5h2.5v2.5M17.5 12v2M17.5 16v1.5H15" />`,
  picture: svg`<path d="M4.5 7.5h3.5l1.5-2.5h5l1.5 2.5h3.5v11h-15z"/><circle cx="12" cy="12.8" r="3.2"/>`,
} satisfies Record<string, TemplateResult<2>>;
