export type { DomainEvent } from './event.js';
export { Events } from './events.js';
export { EventsModule } from './events.module.js';
export { OnEvent } from './on-event.decorator.js';
