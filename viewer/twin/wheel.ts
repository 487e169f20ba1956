/** What a browser tells of a turn of the wheel: pixels, or with mode 1 lines, or with mode 2 pages. */
export interface WheelTurn {
  deltaY: number;
  deltaMode: number;
  ctrlKey: boolean;
}

/** A notch of a mouse wheel goes a fifth nearer; a touchpad sends many small steps, and for a pinch smaller ones with Ctrl. */
export function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelTurn): number {
  const pixels = deltaY * (deltaMode === 1 ? 33 : deltaMode === 2 ? 400 : 1);
  const bounded = Math.min(200, Math.max(-200, pixels));
  return Math.exp(-bounded * (ctrlKey && Math.abs(pixels) < 50 ? 0.01 : 0.0018));
}
