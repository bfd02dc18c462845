import { Module } from '@nestjs/common';
import { SandboxClockFollower } from './clock-follower.js';
import { SandboxClockService } from './sandbox-clock.service.js';
import { SandboxController } from './sandbox.controller.js';
import { StripeNews } from './stripe-news.js';

/** The sandbox's clock; imported only where payments are a sandbox too. */
@Module({ controllers: [SandboxController], providers: [SandboxClockFollower, SandboxClockService, StripeNews] })
export class SandboxModule {}
