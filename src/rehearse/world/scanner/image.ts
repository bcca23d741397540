/** Trivy, under the names it is published by. */
const scanners =
  /^(?:ghcr\.io\/aquasecurity\/trivy|(?:docker\.io\/)?aquasec\/trivy|public\.ecr\.aws\/aquasecurity\/trivy)(?:[:@].*)?$/;

export const isScanner = (image: string): boolean => scanners.test(image);
