/** What the command line understands besides the settings: one list, from which it is parsed and `--help` is made. */

export interface Option {
  help: string;
  /** Absent: a switch without a value. */
  placeholder?: string;
  /** May be given several times. */
  multiple?: true;
}

export interface Command {
  summary: string;
  /** What stands after the command's name. */
  usage: string;
  /** How many arguments it takes. */
  positionals: { least: number; most: number };
  options: Record<string, Option>;
}

const json: Option = { help: 'One JSON object a line instead of text.' };

const DESCRIPTION: Record<string, Option> = {
  label: { placeholder: 'TEXT', help: 'Title of the object.' },
  summary: { placeholder: 'TEXT', help: 'A paragraph about it.' },
  metadata: {
    placeholder: 'NAME=VALUE',
    help: 'A field of its description, such as `Date=1610`; may be repeated.',
    multiple: true,
  },
  date: { placeholder: 'YYYY[-MM-DD]', help: 'When it was made, for the gallery and for timelines.' },
  rights: {
    placeholder: 'URI',
    help: 'Licence or rights statement, from creativecommons.org or rightsstatements.org.',
  },
  attribution: { placeholder: 'TEXT', help: 'What must be shown with it.' },
};

const RESTRICTION: Record<string, Option> = {
  'max-side': { placeholder: 'N', help: 'The public gets images of at most N pixels on their longer side.' },
  watermark: {
    placeholder: 'FILE',
    help: 'The public gets images with this one, such as a PNG with transparency, repeated over them.',
  },
};

export const COMMANDS = {
  serve: {
    summary: 'Serve everything: pages, images, documents; with workers.',
    usage: '',
    positionals: { least: 0, most: 0 },
    options: { demo: { help: 'Add a sample the first time.' } },
  },
  work: {
    summary: 'Run workers alone, beside a server elsewhere on the same database and data folder.',
    usage: '',
    positionals: { least: 0, most: 0 },
    options: {},
  },
  add: {
    summary: 'Add files, each an object, or folders, each one object; ends when they are ready.',
    usage: 'PATH…',
    positionals: { least: 1, most: Infinity },
    options: {
      object: { placeholder: 'ID', help: 'Name the object, or add to the one of that name.' },
      ...DESCRIPTION,
      ...RESTRICTION,
      'in-place': {
        help: 'Leave the files where they are instead of copying them; not a mesh and its pictures, which become one file.',
      },
      json,
    },
  },
  annotate: {
    summary:
      'Put transcriptions (ALTO, hOCR, PAGE, MiniOCR, CSV, IIIF annotations; files or folders) on the views of an object, or have a service or Vitrine itself annotate objects; the same again replaces what it wrote.',
    usage: 'OBJECT PATH…',
    positionals: { least: 1, most: Infinity },
    options: {
      granularity: {
        placeholder: 'page|block|paragraph|line|word|glyph',
        help: 'What becomes an annotation [line]; may be repeated.',
        multiple: true,
      },
      view: { placeholder: 'ID', help: 'Only this view of the object.' },
      service: {
        placeholder: 'URL',
        help: 'A recognition, description or other model; the arguments are objects: docs/model-services.md.',
      },
      ocr: {
        help: 'Recognise the text of the images of the objects. What was recognised before, in whatever languages, is replaced.',
      },
      language: {
        placeholder: 'TAG',
        help: 'With --ocr: the languages of the text, as `de` or `deu` [en]; may be repeated. Told to the service: the language of what is seen.',
        multiple: true,
      },
      region: { placeholder: 'X,Y,W,H', help: 'Told to the service: only this part of each view, in its units.' },
      palette: { help: 'Say which colours each image of the objects has, and how much of each.' },
      measure: { help: 'Say how large the twins of the objects are, and mark holes, rims and loose pieces.' },
      resume: { help: 'Leave out the views on which the same was done before.' },
      json,
    },
  },
  edit: {
    summary:
      'Change what is said of an object, rename it, withdraw or publish it, restrict what the public gets; or say how a scan stands in space.',
    usage: '[OBJECT]',
    positionals: { least: 0, most: 1 },
    options: {
      ...DESCRIPTION,
      id: { placeholder: 'ID', help: 'Its new id; the old one leads to it.' },
      state: { placeholder: 'draft|published', help: 'A draft is seen by nobody but its curators.' },
      ...RESTRICTION,
      hide: {
        placeholder: 'ASSET[~PAGE]=X,Y,W,H',
        help: 'The public gets grey there, in pixels of the full image; may be repeated.',
        multiple: true,
      },
      asset: { placeholder: 'ID', help: 'A mesh, of which --unit and --up are said; it is made anew.' },
      unit: {
        placeholder: 'mm|cm|m|in|…',
        help: 'Unit of its numbers, or the metres of one; `file`: as the file has it.',
      },
      up: { placeholder: 'x|y|z', help: 'Its axis that points up; `file`: as the file has it.' },
      unrestrict: { help: 'Lift the restrictions so far; those given with it hold instead.' },
      json,
    },
  },
  remake: {
    summary: 'Make images anew from their originals; ends when they are ready, the former ones being served meanwhile.',
    usage: '[OBJECT|ASSET…]',
    positionals: { least: 0, most: Infinity },
    options: {
      damaged: { help: 'Those that were found damaged.' },
      all: { help: 'All of them.' },
      json,
    },
  },
  export: {
    summary:
      'Write an object as plain files for any web server: its images (IIIF level 0), its meshes, its manifest and a page.',
    usage: 'OBJECT FOLDER',
    positionals: { least: 2, most: 2 },
    options: { url: { placeholder: 'URL', help: 'Address at which the folder will be found.' } },
  },
  token: {
    summary: 'Make, list and revoke the tokens that let people and programs write annotations.',
    usage: 'add|list|revoke [NAME]',
    positionals: { least: 1, most: 2 },
    options: {
      role: {
        placeholder: 'annotator|editor|administrator',
        help: 'May change their own annotations [annotator], all of them, or tokens too.',
      },
      software: { help: 'The token is a program’s: what it writes is marked as a machine’s.' },
      json,
    },
  },
  status: {
    summary: 'Say what is held, what is being worked on, what failed and what is damaged.',
    usage: '',
    positionals: { least: 0, most: 0 },
    options: { json },
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
