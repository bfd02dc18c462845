import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  pay,
  place,
  propertyBody,
  quote,
  type BookingAnswer,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import type { Scene } from './scene.js';

/** What an operation is done to, by the names that paths and documents have for it. */
export type Things = Record<string, string>;

/** Makes what an operation is done to: the host's place, the guest's booking, quote or session. */
export type Make = (scene: Scene) => Promise<Things>;

const STAY = { checkIn: ahead(30), checkOut: ahead(33) };

export const nothing: Make = () => Promise.resolve({});

export const publishedProperty: Make = async (scene) => ({ id: await place(scene.app, scene.person('host')) });

export const draft: Make = async (scene) => {
  const created = await scene.app.post<{ id: string }>('/v1/properties', propertyBody(), scene.person('host').token);
  return { id: expectStatus(created, 201).id };
};

export const block: Make = async (scene) => {
  const { token } = scene.person('host');
  const { id = '' } = await publishedProperty(scene);
  const made = await scene.app.post<{ id: string }>(
    `/v1/properties/${id}/blocks`,
    { from: ahead(9), to: ahead(10) },
    token,
  );
  return { id, blockId: expectStatus(made, 201).id };
};

export const quoted: Make = async (scene) => {
  const propertyId = await place(scene.app, scene.person('host'));
  return { id: await quote(scene.app, scene.person('guest'), { propertyId, ...STAY }) };
};

export const requestedBooking: Make = async (scene) => {
  const { app } = scene;
  const guest = scene.person('guest');
  const propertyId = await place(app, scene.person('host'), { rules: { bookingMode: 'request' } });
  const booking = await book(app, guest, { propertyId, ...STAY });
  await pay(app, booking.payment);
  return idOf(await bookingWhen(app, guest, booking.id, 'requested'));
};

export const bookingToCome: Make = async (scene) => {
  const propertyId = await place(scene.app, scene.person('host'));
  return idOf(await confirmedBooking(scene.app, scene.person('guest'), { propertyId, ...STAY }));
};

export const stayThatIsOver: Make = (scene) => Promise.resolve({ id: scene.nextCompleted() });

export const reviewedStay: Make = async (scene) => {
  const id = scene.nextCompleted();
  const { token } = scene.person('guest');
  const review = { rating: 5, comment: 'Quiet, and close to everything.' };
  return {
    id: expectStatus(await scene.app.post<{ id: string }>(`/v1/bookings/${id}/reviews`, review, token), 201).id,
  };
};

/** A sign-in of the guest. */
export const session: Make = async (scene) => {
  const { accessToken, refreshToken } = await scene.signIn('guest');
  interface Sessions {
    data: { id: string; current: boolean }[];
  }
  const { data } = expectStatus(await scene.app.get<Sessions>('/v1/users/me/sessions', accessToken), 200);
  return { id: data.find(({ current }) => current)?.id ?? '', refreshToken };
};

/** The guest, as others may know them. */
export const guest: Make = (scene) =>
  Promise.resolve({ id: scene.person('guest').id, email: scene.person('guest').email });

function idOf({ id }: BookingAnswer): Things {
  return { id };
}
