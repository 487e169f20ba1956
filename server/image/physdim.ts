/** The Physical Dimensions service (iiif.io/api/annex/services, 3.3). */
export interface PhysicalDimensions {
  '@context': 'http://iiif.io/api/annex/services/physdim/1/context.json';
  profile: 'http://iiif.io/api/annex/services/physdim';
  /** Inches a pixel of the full resolution. */
  physicalScale: number;
  physicalUnits: 'in';
}

export function physicalDimensions(pixelsPerInch: number): PhysicalDimensions {
  return {
    '@context': 'http://iiif.io/api/annex/services/physdim/1/context.json',
    profile: 'http://iiif.io/api/annex/services/physdim',
    physicalScale: 1 / pixelsPerInch,
    physicalUnits: 'in',
  };
}
