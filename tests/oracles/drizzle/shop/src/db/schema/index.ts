export * from './customers';
export * from './orders';
export { couriers, courierState as stateOfCouriers } from './couriers';
export * from './relations';
