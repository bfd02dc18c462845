import { Global, Module } from '@nestjs/common';
import { PersonalData } from './personal-data.js';

/** For every room to say what it holds of people. */
@Global()
@Module({ providers: [PersonalData], exports: [PersonalData] })
export class PersonalDataModule {}
