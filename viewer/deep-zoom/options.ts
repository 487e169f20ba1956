import type OpenSeadragon from 'openseadragon';
import type { Margins } from './deep-zoom.ts';
import { ExactDrawer } from './exact-drawer.ts';

/** How OpenSeadragon is set up: none of its buttons, keys or images; ours are outside. */
export function viewerOptions(element: HTMLElement, margins: Margins, cooperative: boolean): OpenSeadragon.Options {
  claimMobileStyle();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // A click should do nothing by surprise; a double click is the way nearer for those who cannot drag.
  const gestures = { clickToZoom: false, dblClickToZoom: true, flickEnabled: !still };
  return {
    element,
    // One page of embeds would use up the browser's few WebGL contexts, and tiles are opaque and few: a 2D canvas is enough.
    drawer: ExactDrawer,
    showNavigationControl: false,
    showSequenceControl: false,
    keyboardNavEnabled: false,
    cooperativeGestures: cooperative,
    viewportMargins: margins,
    gestureSettingsMouse: gestures,
    gestureSettingsPen: gestures,
    gestureSettingsTouch: { ...gestures, pinchRotate: true },
    animationTime: still ? 0 : 0.8,
    springStiffness: 9,
    zoomPerScroll: 1.25,
    // Far enough to see a pixel as a square, not far enough to get lost in one.
    maxZoomPixelRatio: 4,
    minZoomImageRatio: 0.6,
    visibilityRatio: 0.5,
    silenceMultiImageWarnings: true,
  };
}

/**
 * OpenSeadragon puts a style element into the page's head, which the Content-Security-Policy refuses with an error, unless
 * there is an element with this mark; one outside of the HTML namespace is no style sheet and breaks no policy.
 */
function claimMobileStyle(): void {
  if (document.querySelector('style[data-openseadragon-mobile-css]') !== null) return;
  const style = document.createElementNS(null, 'style');
  style.setAttribute('data-openseadragon-mobile-css', 'true');
  document.head.append(style);
}
