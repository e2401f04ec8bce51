export * from './_enums';
export * from './grower';
export * from './harvest';
export * from './orchard';
