import type { CSSProperties } from 'react';
import type { Pose } from '../plane/geometry.ts';
import { transformOf } from './glider.ts';

/** Lays something of that size over a pose of the board. */
export function poseStyle(pose: Pose, width: number, height: number): CSSProperties {
  return {
    width,
    height,
    transformOrigin: '0 0',
    transform: transformOf(pose),
  };
}
