export const NAMING = 'snake_case';
