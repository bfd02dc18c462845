/** Whom to name where places are shown. */
export const ATTRIBUTION = 'GeoNames (geonames.org), CC BY 4.0';
/** How many places are told unless told. */
export const USUAL_LIMIT = 5;
