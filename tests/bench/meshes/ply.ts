import { BlockWriter } from './block-writer.ts';

/** A mesh that tells its vertices and faces one after the other, and need not be in memory. */
export interface PlyMesh {
  triangles: number;
  vertices: number;
  eachVertex(take: (x: number, y: number, z: number) => void): void;
  eachFace(take: (a: number, b: number, c: number) => void): void;
}

/** Writes a mesh as binary PLY. */
export function writePly(path: string, mesh: PlyMesh): void {
  const out = new BlockWriter(path);
  out.text(
    `ply\nformat binary_little_endian 1.0\nelement vertex ${mesh.vertices}\nproperty float x\nproperty float y\nproperty float z\n` +
      `element face ${mesh.triangles}\nproperty list uchar int vertex_indices\nend_header\n`,
  );
  mesh.eachVertex((x, y, z) => {
    const view = out.room(12);
    view.setFloat32(0, x, true);
    view.setFloat32(4, y, true);
    view.setFloat32(8, z, true);
  });
  mesh.eachFace((a, b, c) => {
    const view = out.room(13);
    view.setUint8(0, 3);
    view.setInt32(1, a, true);
    view.setInt32(5, b, true);
    view.setInt32(9, c, true);
  });
  out.close();
}
