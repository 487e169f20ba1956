import type { ImageProgress, ImageReport, ImageTask } from '../images/make.ts';
import type { MeshProgress, MeshReport, MeshTask } from '../meshes/task.ts';
import type { OcrTask } from '../ocr/task.ts';
import type { HeadsReport, HeadsTask } from '../text/heads.ts';
import type { TranscriptionReport, TranscriptionTask } from '../text/transcribe.ts';
import type { Recognised, RecogniseTask } from '../recognise.ts';

/** What a child can be told to do, and what comes of it. */
interface Tasks {
  recognise: { task: RecogniseTask; report: Recognised };
  image: { task: ImageTask; report: ImageReport };
  mesh: { task: MeshTask; report: MeshReport };
  heads: { task: HeadsTask; report: HeadsReport };
  ocr: { task: OcrTask; report: TranscriptionReport };
  transcription: { task: TranscriptionTask; report: TranscriptionReport };
}

export type Task = { [K in keyof Tasks]: { kind: K } & Tasks[K]['task'] }[keyof Tasks];
export type TaskOf<K extends keyof Tasks> = Extract<Task, { kind: K }>;
export type TaskProgress = ImageProgress | MeshProgress;
export type TaskReport = Tasks[keyof Tasks]['report'];
export type ReportOf<T extends Task> = Tasks[T['kind']]['report'];

/** What a child sends back: any number of `progress`, then one of the others. */
export type Answer =
  { progress: TaskProgress } | { report: TaskReport } | { error: { code: string | undefined; message: string } };
