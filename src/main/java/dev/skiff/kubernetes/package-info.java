/** What Skiff does in a cluster: templates of kind {@code resource}, as kubectl would do them. */
@NullMarked
package dev.skiff.kubernetes;

import org.jspecify.annotations.NullMarked;
