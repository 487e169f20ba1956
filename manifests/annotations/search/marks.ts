/** What an index entry has besides its words; no word has an `@` in it. `@object …` is put in by the catalogue. */
export const motivationMark = (motivation: string): string => `@motivation ${motivation}`;
export const userMark = (iri: string): string => `@user ${iri}`;
export const bodyMark = (iri: string): string => `@body ${iri}`;

/** A word as one of PostgreSQL's dictionaries has it. No word has a `~` in it. */
export const stemMark = (dictionary: string, stem: string): string => `${dictionary}~${stem}`;

/** A lexeme as PostgreSQL reads one in a tsvector or a tsquery. */
export const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Two neighbours of a script without spaces. */
export const pairOf = (first: string, second: string): string => `${first}${second}`;
