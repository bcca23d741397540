/** Where images go: `HOST/NAMESPACE/IMAGE`. */
export interface Registry<Secret extends string = string, Variable extends string = string> {
  /** `ghcr.io`, `docker.io`, `123456789012.dkr.ecr.eu-central-1.amazonaws.com` */
  readonly host: string;
  /** what stands between host and image: `acme`, `acme/shop` */
  readonly namespace: string;
  /** a variable of the repository that, where it is set, names another host: a mirror, a rehearsal's registry */
  readonly hostFrom?: Variable;
  /** for registries other than GitHub's own, which takes the job's token */
  readonly login?: { readonly username: string; readonly password: Secret };
}
