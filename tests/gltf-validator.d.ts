declare module 'gltf-validator' {
  export interface Issue {
    code: string;
    message: string;
    /** 0: error, 1: warning, 2: information, 3: hint. */
    severity: 0 | 1 | 2 | 3;
    /** JSON pointer. */
    pointer?: string;
  }
  export interface Options {
    ignoredIssues?: readonly string[];
    externalResourceFunction?: (uri: string) => Promise<Uint8Array>;
  }
  export function validateBytes(
    bytes: Uint8Array,
    options?: Options,
  ): Promise<{ issues: { numErrors: number; numWarnings: number; messages: Issue[] } }>;
}
