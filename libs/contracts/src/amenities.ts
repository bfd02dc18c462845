/** One thing that a place can have. */
export interface Amenity {
  /** stable code, in the API and in the database */
  code: string;
  /** for people */
  name: string;
  /** how listings from elsewhere name it: matched within the name, whatever its case */
  imported: RegExp;
}

function amenity(code: string, name: string, imported: RegExp): Amenity {
  return { code, name, imported };
}

/**
 * Every amenity. Codes are never taken away or given another meaning. What is matched by `imported` follows the names of
 * Inside Airbnb's listings, which carry brands and details: "55 inch HDTV with Netflix", "Free dryer – In unit".
 */
export const amenities: readonly Amenity[] = [
  // Living
  amenity('wifi', 'Wifi', /\bwifi\b/i),
  amenity('ethernet', 'Ethernet connection', /^ethernet/i),
  amenity('workspace', 'Dedicated workspace', /^dedicated workspace|laptop.friendly/i),
  amenity('tv', 'TV', /\b(hd)?tv\b/i),
  amenity('sound_system', 'Sound system', /sound system|record player|bluetooth speaker/i),
  amenity('game_console', 'Game console', /game console|arcade games/i),
  amenity('board_games', 'Board games', /^board games/i),
  amenity('books', 'Books and reading material', /^books/i),
  amenity('piano', 'Piano', /^piano/i),
  amenity('pool_table', 'Pool table', /^pool table/i),
  amenity('ping_pong_table', 'Ping-pong table', /^ping.pong/i),
  amenity('living_room', 'Private living room', /living room/i),
  amenity('fireplace', 'Indoor fireplace', /^indoor fireplace/i),
  // Climate
  amenity('air_conditioning', 'Air conditioning', /air condition|\bac\b/i),
  amenity('heating', 'Heating', /\bheating\b|portable heater/i),
  amenity('ceiling_fan', 'Ceiling fan', /ceiling fan/i),
  amenity('portable_fan', 'Portable fan', /portable fan/i),
  // Kitchen
  amenity('kitchen', 'Kitchen', /^kitchen(ette)?$|^full kitchen/i),
  amenity('cooking_basics', 'Cooking basics', /^cooking basics|^baking sheet/i),
  amenity('dishes', 'Dishes and silverware', /^dishes|^wine glasses/i),
  amenity('refrigerator', 'Refrigerator', /refrigerator|mini.?fridge/i),
  amenity('freezer', 'Freezer', /freezer/i),
  amenity('oven', 'Oven', /\boven\b/i),
  amenity('stove', 'Stove', /\bstove\b/i),
  amenity('microwave', 'Microwave', /^microwave/i),
  amenity('dishwasher', 'Dishwasher', /dishwasher/i),
  amenity('toaster', 'Toaster', /^toaster/i),
  amenity('kettle', 'Hot water kettle', /kettle/i),
  amenity('coffee', 'Coffee', /^coffee$/i),
  amenity('coffee_maker', 'Coffee maker', /coffee maker|nespresso/i),
  amenity('blender', 'Blender', /^blender/i),
  amenity('rice_maker', 'Rice maker', /^rice (maker|cooker)/i),
  amenity('dining_table', 'Dining table', /^dining table/i),
  amenity('breakfast', 'Breakfast', /^breakfast/i),
  // Bathroom
  amenity('hot_water', 'Hot water', /^hot water$/i),
  amenity('bathtub', 'Bathtub', /^bath ?tub/i),
  amenity('bidet', 'Bidet', /^bidet/i),
  amenity('hair_dryer', 'Hair dryer', /hair ?dryer/i),
  amenity('toiletries', 'Shampoo, soap and the like', /shampoo|conditioner$|body soap|shower gel/i),
  // Bedroom and laundry
  amenity('essentials', 'Towels, bed sheets, soap and toilet paper', /^essentials/i),
  amenity('bed_linen', 'Bed linen', /^bed linen/i),
  amenity('extra_bedding', 'Extra pillows and blankets', /^extra pillows/i),
  amenity('hangers', 'Hangers', /^hangers/i),
  amenity('clothing_storage', 'Clothing storage', /^clothing storage/i),
  amenity('dark_shades', 'Room-darkening shades', /darkening/i),
  amenity('mosquito_net', 'Mosquito net', /^mosquito net/i),
  amenity('iron', 'Iron', /^iron$/i),
  amenity('washer', 'Washer', /\bwasher\b/i),
  amenity('dryer', 'Dryer', /^(free |paid )?dryer\b/i),
  amenity('drying_rack', 'Drying rack', /^drying rack/i),
  amenity('laundromat_nearby', 'Laundromat nearby', /^laundromat/i),
  amenity('cleaning_products', 'Cleaning products', /^cleaning products/i),
  // Outside
  amenity('pool', 'Pool', /\bpool\b(?! table| view| toys)/i),
  amenity('hot_tub', 'Hot tub', /hot tub|jacuzzi/i),
  amenity('sauna', 'Sauna', /sauna/i),
  amenity('gym', 'Gym', /\bgym\b|exercise equipment/i),
  amenity('patio', 'Patio or balcony', /patio|balcony|terrace/i),
  amenity('backyard', 'Backyard', /backyard|^garden$/i),
  amenity('bbq', 'Barbecue', /\bbbq\b|barbecue/i),
  amenity('fire_pit', 'Fire pit', /fire pit/i),
  amenity('outdoor_furniture', 'Outdoor furniture', /outdoor furniture|sun loungers|hammock/i),
  amenity('outdoor_dining', 'Outdoor dining area', /outdoor (dining|kitchen)/i),
  amenity('outdoor_shower', 'Outdoor shower', /outdoor shower/i),
  amenity('bikes', 'Bikes', /^bikes/i),
  amenity('kayak', 'Kayak', /^kayak/i),
  amenity('beach_essentials', 'Beach essentials', /beach essentials/i),
  amenity('beach_access', 'Beach access', /beach access|^beachfront/i),
  amenity('waterfront', 'Waterfront', /^waterfront|lake access/i),
  amenity('view', 'View', /\bview\b/i),
  // Parking and arriving
  amenity('free_parking', 'Free parking on the premises', /^free .*(parking|garage|carport).* on premises/i),
  amenity('free_street_parking', 'Free street parking', /^free street parking|^free parking.* off premises/i),
  amenity('paid_parking', 'Paid parking', /^paid .*parking/i),
  amenity('ev_charger', 'Charger for electric vehicles', /\bev charger/i),
  amenity('elevator', 'Elevator', /^elevator/i),
  amenity('single_level', 'Single-level home', /^single level/i),
  amenity('private_entrance', 'Private entrance', /^private entrance/i),
  amenity('self_check_in', 'Self check-in', /^self check-?in|^lockbox|^keypad|^smart lock|^building staff/i),
  amenity('host_greets', 'The host greets you', /^host greets/i),
  amenity('luggage_dropoff', 'Luggage drop-off', /^luggage drop/i),
  amenity('cleaning_during_stay', 'Cleaning during the stay', /^cleaning available|^housekeeping/i),
  // Safety and families
  amenity('smoke_alarm', 'Smoke alarm', /^smoke (alarm|detector)/i),
  amenity('carbon_monoxide_alarm', 'Carbon monoxide alarm', /carbon monoxide/i),
  amenity('fire_extinguisher', 'Fire extinguisher', /fire extinguisher/i),
  amenity('first_aid_kit', 'First-aid kit', /first aid/i),
  amenity('safe', 'Safe', /^safe$/i),
  amenity('bedroom_lock', 'Lock on the bedroom door', /^lock on bedroom/i),
  amenity('security_cameras', 'Security cameras outside', /security camera/i),
  amenity('noise_monitors', 'Noise monitors', /noise decibel/i),
  amenity('crib', 'Crib', /\bcrib\b/i),
  amenity('high_chair', 'High chair', /high chair/i),
  amenity('baby_bath', 'Baby bath', /^baby bath/i),
  amenity('child_safety', 'Safeguards for children', /baby safety|outlet covers|window guards|fireplace guards/i),
  amenity('toys', 'Toys and books for children', /children.s (books|playroom|dinnerware)|playground/i),
  // What is allowed
  amenity('pets_allowed', 'Pets allowed', /^pets allowed/i),
  amenity('smoking_allowed', 'Smoking allowed', /^smoking allowed/i),
  amenity('long_stays', 'Long stays allowed', /^long.term stays/i),
];

const byCode = new Map(amenities.map((known) => [known.code, known]));

/** Whether `code` is an amenity of the catalogue. */
export function isAmenity(code: string): boolean {
  return byCode.has(code);
}

/** The codes of what listings elsewhere call `names`, in the catalogue's order, and the names that mean none of them. */
export function amenityCodesOf(names: readonly string[]): { codes: string[]; unknown: string[] } {
  const found = new Set<string>();
  const unknown: string[] = [];
  for (const name of names) {
    const codes = codesOfName(name);
    for (const code of codes) found.add(code);
    if (codes.length === 0) unknown.push(name);
  }
  return { codes: amenities.filter(({ code }) => found.has(code)).map(({ code }) => code), unknown };
}

/** A city has tens of thousands of listings with the same few hundred names. */
const MAX_REMEMBERED_NAMES = 20_000;
const remembered = new Map<string, string[]>();

function codesOfName(name: string): string[] {
  const known = remembered.get(name);
  if (known) return known;
  const codes = amenities.filter(({ imported }) => imported.test(name)).map(({ code }) => code);
  if (remembered.size >= MAX_REMEMBERED_NAMES) remembered.clear();
  remembered.set(name, codes);
  return codes;
}
