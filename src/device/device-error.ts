// An error of the simulated phone. The message is a sentence for the person at the command line.
export class DeviceError extends Error {}
