/**
 * What a kubelet, and Argo's executor in its pods, do with a pod, as values: what places of execution that are no cluster share. Pure;
 * what cannot be done becomes a sentence for the user, and the caller says where that goes.
 */
@NullMarked
package dev.skiff.pod;

import org.jspecify.annotations.NullMarked;
