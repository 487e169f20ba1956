import { css } from 'lit';

/** The poster, whose styles are the page's: it is there before the 3D viewer is. */
export const posterStyles = css`
  vitrine-twin > img {
    position: absolute;
    margin: auto;
    max-inline-size: 100%;
    max-block-size: 100%;
    object-fit: contain;
    pointer-events: none;
  }
  vitrine-twin:not(:defined) {
    position: absolute;
    inset: 0;
  }
`;
