/** Who stays. Infants (under 2) need no bed: they count neither for capacity nor for the extra guests' fee. */
export interface Guests {
  readonly adults: number;
  readonly children: number;
  readonly infants: number;
  readonly pets: number;
}
