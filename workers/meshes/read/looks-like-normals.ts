import { open } from '../../images/sharp.ts';

/**
 * Whether a picture is of normals in tangent space rather than of heights: on the whole it points out of the surface, so
 * that its mean is near (128, 128, 255); heights are grey.
 */
export async function looksLikeNormals(path: string): Promise<boolean> {
  const mean = await open(path).toColourspace('srgb').removeAlpha().resize(1, 1, { fit: 'fill' }).raw().toBuffer();
  const [red = 0, green = red, blue = red] = mean;
  return Math.abs(red - 128) < 40 && Math.abs(green - 128) < 40 && blue > 180;
}
