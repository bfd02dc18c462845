import { randomUUID } from 'node:crypto';
import { expectStatus, place } from '#testing';
import type { Scene } from './scene.js';
import type { Make } from './things.js';

/** A list of the guest's with a place of the host's in it. */
export const wishList: Make = async (scene) => {
  const { id } = await listed(scene);
  return { id };
};

/** The same, with the place that is in it. */
export const wishListProperty: Make = (scene) => listed(scene);

/** The same, with the link by which others read it. */
export const sharedWishList: Make = async (scene) => {
  const { id } = await listed(scene);
  const { token } = scene.person('guest');
  const made = await scene.app.post<{ token: string }>(`/v1/wish-lists/${id}/share`, undefined, token);
  return { id, token: expectStatus(made, 201).token };
};

async function listed(scene: Scene): Promise<{ id: string; propertyId: string }> {
  const { app } = scene;
  const { token } = scene.person('guest');
  const propertyId = await place(app, scene.person('host'));
  const made = await app.post<{ id: string }>('/v1/wish-lists', { name: `Later ${randomUUID()}` }, token);
  const { id } = expectStatus(made, 201);
  const body = { note: 'With a garden' };
  expectStatus(await app.call('PUT', `/v1/wish-lists/${id}/properties/${propertyId}`, { token, body }), 200);
  return { id, propertyId };
}

/** A search that the guest keeps. */
export const savedSearch: Make = async (scene) => {
  const body = { name: 'By the sea', search: { place: 'Albany', guests: 2 }, alerts: 'daily' };
  const made = await scene.app.post<{ id: string }>('/v1/saved-searches', body, scene.person('guest').token);
  return { id: expectStatus(made, 201).id };
};
