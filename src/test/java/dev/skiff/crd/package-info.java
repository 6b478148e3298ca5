/** The custom resource definitions of {@code k8s/crds}, made from the records of {@code dev.skiff.model}: {@code make crds}. */
@NullMarked
package dev.skiff.crd;

import org.jspecify.annotations.NullMarked;
