/** A folder, a name and an extension; no dot but the one before the extension, so that no name leads out of the folder. */
const NAME = /^[a-z][a-z0-9-]{0,62}\/[A-Za-z0-9_-]{1,128}\.[a-z0-9]{1,10}$/;

/** Whether files can have the name: `photos/<id>.webp`, `exports/<id>.zip`. */
export function isFileName(name: string): boolean {
  return NAME.test(name);
}
