export type { ErasedPerson, OpenMatter, OpenMatterType, ToldRow } from './holder.js';
export { PersonalDataModule } from './personal-data.module.js';
export { holdsPersonalData, PersonalData } from './personal-data.js';
