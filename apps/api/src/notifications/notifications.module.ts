import { Module } from '@nestjs/common';
import { NotificationsEvents } from './notifications.events.js';

/** Mail about what has happened. It hears of everything by events; nobody uses it. */
@Module({ providers: [NotificationsEvents] })
export class NotificationsModule {}
