import { dirname } from 'node:path';
import { VitrineError } from '../../manifests/errors.ts';
import { takeFolder } from './owner.ts';
import type { Answer, Task, TaskProgress, TaskReport } from './task.ts';

// The process that decodes. It is told one task after another by the pool and ends when the pool's process does.

const PROGRESS_MILLISECONDS = 100;

function send(answer: Answer): void {
  process.send?.(answer);
}

/** Few enough messages that they cost nothing; a new step is always told. */
function throttled(): (progress: TaskProgress) => void {
  let last: { step: string; time: number } | undefined;
  return (progress) => {
    const time = performance.now();
    if (last?.step === progress.step && time - last.time < PROGRESS_MILLISECONDS) return;
    last = { step: progress.step, time };
    send({ progress });
  };
}

// Decoders are loaded when first needed: a child that makes images never loads those of meshes.
async function perform(task: Task): Promise<TaskReport> {
  switch (task.kind) {
    case 'recognise': {
      const { recogniseFile } = await import('../recognise.ts');
      return recogniseFile(task);
    }
    case 'image': {
      const { makeImage } = await import('../images/make.ts');
      return makeImage(task, throttled());
    }
    case 'mesh': {
      await takeFolder(dirname(task.folder));
      const { makeMesh } = await import('../meshes/make.ts');
      return makeMesh(task, throttled());
    }
    case 'heads': {
      const { readHeads } = await import('../text/heads.ts');
      return readHeads(task);
    }
    case 'ocr': {
      const { recognisePage } = await import('../ocr/task.ts');
      return recognisePage(task);
    }
    case 'transcription': {
      const { transcribe } = await import('../text/transcribe.ts');
      return transcribe(task);
    }
  }
}

process.on('message', (task: Task) => {
  perform(task).then(
    (report) => send({ report }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      send({ error: { code: error instanceof VitrineError ? error.code : undefined, message } });
    },
  );
});

// A decoder in a thread of its own would keep an ordinary exit waiting.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
