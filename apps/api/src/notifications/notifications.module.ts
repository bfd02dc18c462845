import { Module } from '@nestjs/common';
import { AccessEvents } from './access.events.js';
import { AccountEvents } from './account.events.js';
import { NotificationsEvents } from './notifications.events.js';
import { PartnerEvents } from './partner.events.js';
import { ToldAddresses } from './told-addresses.js';

/** Mail about what has happened. It hears of everything by events; nobody uses it. */
@Module({ providers: [AccessEvents, AccountEvents, NotificationsEvents, PartnerEvents, ToldAddresses] })
export class NotificationsModule {}
