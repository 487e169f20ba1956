/** Content-Disposition of a file to be saved under a name (RFC 6266; RFC 8187, 3.2.1: all but attr-char is percent-encoded). */
export const attachment = (name: string): string => `attachment; filename*=UTF-8''${encodeRfc8187(name)}`;

const encodeRfc8187 = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.codePointAt(0)?.toString(16).toUpperCase()}`,
  );
