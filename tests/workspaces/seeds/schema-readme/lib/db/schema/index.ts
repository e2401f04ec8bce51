export * from './clubs';
export * from './hikers';
export * from './trails';
