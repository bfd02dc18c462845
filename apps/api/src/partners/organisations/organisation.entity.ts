import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';

const OrganisationSchema = defineEntity({
  name: 'Organisation',
  tableName: 'organisations',
  properties: {
    id: p.uuid().primary(),
    slug: p.text(),
    name: p.text(),
    version: p.integer().version(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** A partner: an organisation whose programs work for hosts. */
export class Organisation extends OrganisationSchema.class {
  static found({ slug, name }: { slug: string; name: string }, now: Date): Organisation {
    const organisation = new Organisation();
    organisation.id = newId();
    organisation.slug = slug;
    organisation.name = name.trim();
    organisation.createdAt = now;
    organisation.updatedAt = now;
    return organisation;
  }

  rename(name: string, now: Date): void {
    this.name = name.trim();
    this.updatedAt = now;
  }
}

OrganisationSchema.setClass(Organisation);
