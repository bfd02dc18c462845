import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AuditModule } from '#audit';
import { AccessModule, AuthModule } from '#auth';
import { ClockModule } from '#clock';
import { ConfigModule, type AppConfig } from '#config';
import { APPLICATION_ROLE, DatabaseModule } from '#database';
import { EventsModule } from '#events';
import { graphqlModule } from '#graphql';
import { HttpModule } from '#http';
import { JobsModule, type ProcessRole } from '#jobs';
import { MailModule } from '#mail';
import { PersonalDataModule } from '#personal-data';
import { StorageModule } from '#storage';
import { AuditEntriesModule } from './audit/audit.module.js';
import { BookingsModule } from './bookings/bookings.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { entities } from './entities.js';
import { GazetteerModule } from './gazetteer/gazetteer.module.js';
import { logging } from './logging.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PartnersModule } from './partners/partners.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PricingModule } from './pricing/pricing.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { PropertiesModule } from './properties/properties.module.js';
import { ReviewsModule } from './reviews/reviews.module.js';
import { SandboxModule } from './sandbox/sandbox.module.js';
import { SavedSearchesModule } from './saved-searches/saved-searches.module.js';
import { SearchModule } from './search/search.module.js';
import { StaffModule } from './staff/staff.module.js';
import { UsersModule } from './users/users.module.js';
import { WishListsModule } from './wish-lists/wish-lists.module.js';

const rooms = [
  UsersModule,
  StaffModule,
  PropertiesModule,
  CalendarModule,
  PricingModule,
  GazetteerModule,
  SearchModule,
  WishListsModule,
  SavedSearchesModule,
  PaymentsModule,
  BookingsModule,
  ReviewsModule,
  PartnersModule,
  PrivacyModule,
  NotificationsModule,
  OperationsModule,
  AuditEntriesModule,
];

/** The house: what every room stands on, and the rooms. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig, role: ProcessRole): DynamicModule {
    const inSandbox = config.stripe.mode === 'sandbox' && !config.app.production;
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(logging(config)),
        ConfigModule.with(config),
        ClockModule,
        DatabaseModule.forRoot({ ...config.database, role: APPLICATION_ROLE }, entities),
        JobsModule.forRoot(role),
        PersonalDataModule,
        EventsModule,
        AuditModule,
        AuthModule,
        HttpModule,
        AccessModule,
        MailModule,
        StorageModule,
        graphqlModule(),
        ...rooms,
        ...(inSandbox ? [SandboxModule] : []),
      ],
    };
  }
}
