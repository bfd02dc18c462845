import type { UsersPart } from '../users-part.js';
import { PhotoEncoder } from './photo-encoder.js';
import { PhotosController } from './photos.controller.js';
import { holdsPhotos } from './photos.personal-data.js';
import { PhotosService } from './photos.service.js';
import { RemovedPhotos } from './removed-photos.js';

/** What people show of themselves. */
export const profiles: UsersPart = {
  controllers: [PhotosController],
  providers: [PhotoEncoder, PhotosService, RemovedPhotos, holdsPhotos],
};
