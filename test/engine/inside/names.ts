/** The name of the only node. The Node authorizer takes it from the kubelet's certificate. */
export const nodeName = "engine";
/** What the Service "kubernetes" gets: the first address of the services' range. */
/** Services live in these addresses, which exist nowhere but in this machine's own rules. */
export const serviceRange = "10.96.0.0/16";
export const serviceAddress = "10.96.0.1";
export const dnsAddress = "10.96.0.10";
