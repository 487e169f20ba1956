/** iPhones offer full screen to videos only. */
export function canFillScreen(): boolean {
  return document.fullscreenEnabled;
}

export function fillsScreen(): boolean {
  return document.fullscreenElement !== null;
}

export async function toggleFullScreen(): Promise<void> {
  await (fillsScreen() ? document.exitFullscreen() : document.documentElement.requestFullscreen());
}
