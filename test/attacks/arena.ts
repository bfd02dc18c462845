import { TestApp } from '#testing';
import { CALLERS } from '../e2e/access/matrix.js';
import { DAYS_OF_A_SCENE, Scene } from '../e2e/access/scene.js';
import { LONG_LASTING } from '../e2e/access/long-lasting.js';

/** One application with two sets of people who know nothing of each other: all that is of one is foreign to the other. */
export interface Arena {
  app: TestApp;
  victims: Scene;
  attackers: Scene;
}

/** @param stays that are over, of the victims and of the attackers each */
export async function openArena(stays: number, settings: Record<string, string> = {}): Promise<Arena> {
  const app = await TestApp.start({ ...LONG_LASTING, ...settings });
  const victims = await Scene.set(app, CALLERS, stays);
  const attackers = await Scene.set(app, CALLERS, stays, DAYS_OF_A_SCENE);
  return { app, victims, attackers };
}
