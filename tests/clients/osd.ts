import type { Page } from 'playwright-core';
import type { Placed } from './screen.ts';

/** What is used of an OpenSeadragon viewer, in any of its versions. */
interface Viewer {
  element: { getBoundingClientRect(): { x: number; y: number } };
  viewport: { zoomTo(zoom: number, at: null, immediately: true): void; panTo(point: Point, immediately: true): void };
  world: { getItemAt(index: number): Item };
}

interface Item {
  getContentSize(): OsdPoint;
  imageToViewportZoom(zoom: number): number;
  imageToViewportCoordinates(point: Point): Point;
  imageToViewerElementCoordinates(point: Point): Point;
}

interface Point {
  x: number;
  y: number;
}

interface OsdPoint extends Point {
  times(factor: number): OsdPoint;
}

/** Where a viewer says that its image lies. `name` is JavaScript that gives the viewer in the page. */
export async function placedBy(page: Page, name: string): Promise<Placed> {
  const handle = await page.evaluateHandle<Viewer>(name);
  return handle.evaluate((viewer) => {
    const item = viewer.world.getItemAt(0);
    const size = item.getContentSize();
    const first = item.imageToViewerElementCoordinates(size.times(0));
    const last = item.imageToViewerElementCoordinates(size);
    const { x, y } = viewer.element.getBoundingClientRect();
    return { x: x + first.x, y: y + first.y, scale: (last.x - first.x) / size.x };
  });
}

/** Shows a screen pixel for a pixel of the image, with this one in the middle of the viewer. */
export async function lookAt(page: Page, name: string, pixel: Point): Promise<void> {
  const handle = await page.evaluateHandle<Viewer>(name);
  await handle.evaluate((viewer, { x, y }) => {
    const item = viewer.world.getItemAt(0);
    const place = Object.assign(item.getContentSize().times(1), { x, y });
    viewer.viewport.zoomTo(item.imageToViewportZoom(1), null, true);
    viewer.viewport.panTo(item.imageToViewportCoordinates(place), true);
  }, pixel);
}
