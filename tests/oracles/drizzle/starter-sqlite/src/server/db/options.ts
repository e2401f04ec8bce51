export type ParcelOptions = { fragile: boolean; tags: string[] };
export type Weight = { grams: number };
