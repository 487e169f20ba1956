import { wheelFactor } from './wheel.ts';

/** What hands do on the picture; places and lengths are CSS pixels of its box. */
export interface Gestures {
  /** A movement begins: what it turns around is decided now. */
  begin: () => void;
  orbit: (right: number, down: number) => void;
  pan: (right: number, down: number) => void;
  zoom: (factor: number, x: number, y: number) => void;
  /** Degrees clockwise. */
  roll: (degrees: number) => void;
  tap: (x: number, y: number) => void;
  doubleTap: (x: number, y: number) => void;
  hover: (x: number, y: number) => void;
  /** The plain wheel was left to the page around an embed. */
  left: () => void;
}

/** How far a finger trembles while it means to tap. */
const TREMBLE = 6;
/** Milliseconds between the taps of a double tap. */
const AGAIN = 350;
/** Degrees of turning that two fingers do without meaning it. */
const UNMEANT = 8;

interface Finger {
  x: number;
  y: number;
}

/**
 * Follows mouse, pen and fingers on an element until the signal ends: one finger or the left button turns, two fingers or
 * another button move, the wheel and pinching zoom, two fingers turned roll. With `shared`, the plain wheel and vertical swipes are
 * left to the page around.
 */
export function followGestures(
  element: HTMLElement,
  gestures: Gestures,
  shared: () => boolean,
  signal: AbortSignal,
): void {
  const fingers = new Map<number, Finger>();
  let start: Finger | null = null;
  let moved = false;
  let panning = false;
  let lastTap = { x: 0, y: 0, at: 0 };
  let turned = 0;

  const place = (event: MouseEvent): Finger => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void): void =>
    element.addEventListener(type, listener, { signal, passive: false });

  on('pointerdown', (event) => {
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 1) {
      start = place(event);
      moved = false;
      panning = event.button > 0 || event.shiftKey || event.ctrlKey || event.metaKey;
    } else {
      moved = true;
    }
    turned = 0;
    // A pointer that is gone already cannot be held; synthetic ones never are there.
    if (event.isTrusted) element.setPointerCapture(event.pointerId);
    gestures.begin();
  });

  on('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    const now = place(event);
    if (before === undefined) {
      if (event.pointerType !== 'touch') gestures.hover(now.x, now.y);
      return;
    }
    if (!moved && start !== null && Math.hypot(now.x - start.x, now.y - start.y) < TREMBLE) return;
    moved = true;
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    const right = now.x - before.x;
    const down = now.y - before.y;
    if (other !== undefined) pinch(before, now, other);
    else if (panning) gestures.pan(right, down);
    else gestures.orbit(right, down);
  });

  function pinch(before: Finger, now: Finger, other: Finger): void {
    // Each finger's event moves the middle of both by half as much.
    gestures.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const old = { x: before.x - other.x, y: before.y - other.y };
    const next = { x: now.x - other.x, y: now.y - other.y };
    const factor = Math.hypot(next.x, next.y) / Math.max(1, Math.hypot(old.x, old.y));
    if (factor > 0) gestures.zoom(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    const angle = Math.atan2(old.x * next.y - old.y * next.x, old.x * next.x + old.y * next.y) * (180 / Math.PI);
    const meant = Math.abs(turned) >= UNMEANT;
    turned += angle;
    if (meant) gestures.roll(angle);
  }

  const lift = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0 || event.type === 'pointercancel') return;
    if (moved || event.button > 0) return;
    const { x, y } = place(event);
    const again = event.timeStamp - lastTap.at < AGAIN && Math.hypot(x - lastTap.x, y - lastTap.y) < 4 * TREMBLE;
    lastTap = { x, y, at: again ? 0 : event.timeStamp };
    if (again) gestures.doubleTap(x, y);
    else gestures.tap(x, y);
  };
  on('pointerup', lift);
  on('pointercancel', lift);
  on('contextmenu', (event) => event.preventDefault());

  // The browser scrolls with two fingers too, unless it is told not to.
  on('touchmove', (event) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  });

  on('wheel', (event) => {
    if (shared() && !event.ctrlKey && !event.metaKey) return gestures.left();
    event.preventDefault();
    const { x, y } = place(event);
    gestures.zoom(wheelFactor(event), x, y);
  });
}
