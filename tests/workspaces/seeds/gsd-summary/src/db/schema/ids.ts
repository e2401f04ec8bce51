import { nanoid } from 'nanoid';

export const createPrefixedId = (prefix: string) => () => `${prefix}_${nanoid()}`;
