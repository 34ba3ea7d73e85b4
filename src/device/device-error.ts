// What the device simulator cannot do, as a sentence for whoever runs the command.
export class DeviceError extends Error {}
