/** Who of several controllers decides: the holder of a Lease, as client-go's leader election has it. */
@NullMarked
package dev.skiff.kubernetes.lease;

import org.jspecify.annotations.NullMarked;
